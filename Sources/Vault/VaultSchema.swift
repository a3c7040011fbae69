package import Database

/// The vault's table: every child's key, wrapped.
package enum VaultSchema {
    /// The steps of the vault's schema; their number is 1, the outbox's begin at 2.
    package static let migrations = [
        Migration(1, "children's keys") { dialect in [childKey(dialect)] }
    ]

    /// A wrapped key is a format byte, a nonce of 12, the key of 32 and a tag of 16 bytes.
    private static func childKey(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE child_key (
            id TEXT PRIMARY KEY CHECK (length(id) > 0),
            subject TEXT NOT NULL UNIQUE CHECK (length(subject) > 0),
            key_encryption_key TEXT NOT NULL CHECK (length(key_encryption_key) > 0),
            wrapped \(dialect.blobType) NOT NULL CHECK (length(wrapped) = 61),
            created_at BIGINT NOT NULL
        )
        """
    }
}
