package import Database

/// The vault's table: every child's key, wrapped.
package enum VaultSchema {
    /// The steps of the vault's schema, numbered in one order with the outbox's.
    package static let migrations = [
        Migration(1, "children's keys") { dialect in [childKey(dialect)] },
        Migration(7, "the store's own key", .expansion) { dialect in [sealingKey(dialect)] },
        // Programs that know nothing of destroyed keys would report damage.
        Migration(10, "destroyed keys and the store's secrets") { dialect in
            [
                "ALTER TABLE child_key ADD COLUMN destroyed_at BIGINT", storeSecret(dialect),
            ] + promptVacuum(dialect)
        },
    ]

    /// Which key-encryption key the store is sealed under, also while it holds nothing.
    private static func sealingKey(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE sealing_key (
            one BIGINT PRIMARY KEY CHECK (one = 1),
            id \(dialect.textType) NOT NULL
        )
        """
    }

    /// Secrets that belong to no child, such as the key that signs the audit log.
    private static func storeSecret(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE store_secret (
            name \(dialect.textType) PRIMARY KEY CHECK (length(name) > 0),
            key_encryption_key \(dialect.textType) NOT NULL CHECK (length(key_encryption_key) > 0),
            wrapped \(dialect.blobType) NOT NULL CHECK (length(wrapped) = 61),
            created_at BIGINT NOT NULL
        )
        """
    }

    /// What an overwritten row leaves behind is cleared away at once.
    private static func promptVacuum(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite: []
        case .postgres:
            [
                """
                ALTER TABLE child_key SET (autovacuum_vacuum_scale_factor = 0,
                    autovacuum_vacuum_threshold = 1)
                """
            ]
        }
    }

    /// A wrapped key is a format byte, a nonce of 12, the key of 32 and a tag of 16 bytes.
    private static func childKey(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE child_key (
            id \(dialect.textType) PRIMARY KEY CHECK (length(id) > 0),
            subject \(dialect.textType) NOT NULL UNIQUE CHECK (length(subject) > 0),
            key_encryption_key \(dialect.textType) NOT NULL CHECK (length(key_encryption_key) > 0),
            wrapped \(dialect.blobType) NOT NULL CHECK (length(wrapped) = 61),
            created_at BIGINT NOT NULL
        )
        """
    }
}
