import Database

/// The list of backups, so that everybody knows how old they are and where children's keys still lie.
enum BackupSchema {
    static let migrations = [
        Migration(13, "backups", .expansion) { dialect in [backup(dialect), index] }
    ]

    /// `bytes` and what follows are empty until the backup is whole; `keys_until` is the day until
    /// which the file of the children's keys may be kept, and `deleted_at` when it was removed.
    private static func backup(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE backup (
            id \(dialect.textType) PRIMARY KEY,
            at BIGINT NOT NULL,
            name \(dialect.textType) NOT NULL,
            folder \(dialect.textType) NOT NULL,
            bytes BIGINT CHECK (bytes >= 0),
            keys_bytes BIGINT CHECK (keys_bytes >= 0),
            seconds BIGINT CHECK (seconds >= 0),
            rows BIGINT CHECK (rows >= 0),
            keys_until BIGINT NOT NULL,
            verified_at BIGINT,
            deleted_at BIGINT,
            CHECK ((bytes IS NULL) = (keys_bytes IS NULL)),
            CHECK ((bytes IS NULL) = (rows IS NULL))
        )
        """
    }

    private static let index = "CREATE INDEX backup_by_age ON backup (at)"
}
