import Crypto
package import Database
package import Foundation

/// The children's keys in the store, each wrapped under the key-encryption key.
///
/// Unwrapped keys are not kept: the row must be read anyway, so that an erased key stops working at
/// once.
package struct DataKeys: Sendable {
    /// What a query selects of `child_key`, itself or joined, so that `key(in:)` can read it.
    package static let columns = """
        child_key.id AS key_id, child_key.subject AS key_subject,
        child_key.key_encryption_key AS key_under, child_key.wrapped AS key_wrapped
        """

    /// What stands in `wrapped` where a child's key is gone: no key looks like it.
    package static let gone = Data(count: 61)

    let keyEncryptionKey: KeyEncryptionKey

    /// The keys of files, under the same key-encryption key.
    package var files: FileKeys { FileKeys(under: keyEncryptionKey) }

    /// Uses one key-encryption key for all children.
    package init(under keyEncryptionKey: KeyEncryptionKey) {
        self.keyEncryptionKey = keyEncryptionKey
    }

    /// The key of a child; it is made and stored on first use.
    package func key(
        forSubject subject: String,
        on connection: any SQLConnection,
        at now: Date,
        makeID: () -> String
    ) throws -> DataKey {
        if let stored = try storedKey(forSubject: subject, on: connection) { return stored }
        // On PostgreSQL another transaction may store the child's first key at the same moment.
        try insert(makeID(), subject: subject, on: connection, at: now)
        guard let stored = try storedKey(forSubject: subject, on: connection) else {
            throw DatabaseError.statement("a stored key cannot be read back")
        }
        return stored
    }

    /// The key with an identifier, as a sealed row names it.
    package func key(id: String, on connection: any SQLConnection) throws -> DataKey {
        let found = try connection.rows(
            "SELECT \(Self.columns) FROM child_key WHERE id = $1",
            [.text(id)]
        )
        guard let row = found.first else { throw VaultError.unknownKey(id: id) }
        return try key(in: row)
    }

    /// The key in a row of a query for `columns`.
    package func key(in row: SQLRow) throws -> DataKey {
        let id = try row.text("key_id")
        let wrapped = try row.blob("key_wrapped")
        guard wrapped != Self.gone else { throw VaultError.erased(id: id) }
        let needed = try row.text("key_under")
        guard needed == keyEncryptionKey.id else {
            throw VaultError.wrongKey(needed: needed, given: keyEncryptionKey.id)
        }
        guard
            let secret = SealedBytes.open(
                wrapped,
                under: keyEncryptionKey.key,
                bound: context(ofKey: id, subject: try row.text("key_subject"))
            )
        else { throw VaultError.keyTampered(id: id) }
        return DataKey(id: id, secret: SymmetricKey(data: secret))
    }

    /// Makes sure that the store was sealed under this key-encryption key; throws if not.
    package func checkFit(on connection: any SQLConnection) throws {
        _ = try connection.rows(
            "SELECT \(Self.columns) FROM child_key WHERE wrapped <> $1 LIMIT 1",
            [.blob(Self.gone)]
        ).first.map(key(in:))
    }

    /// Whether the store is bound to some key, or holds keys under one.
    package static func areThere(on connection: any SQLConnection) throws -> Bool {
        try !connection.rows(
            "SELECT id FROM sealing_key UNION ALL SELECT id FROM child_key LIMIT 1"
        ).isEmpty
    }

    /// Whether the store is bound to this key-encryption key; throws when it is to another.
    package func isBound(on connection: any SQLConnection) throws -> Bool {
        guard let row = try connection.rows("SELECT id FROM sealing_key").first else {
            return false
        }
        let needed = try row.text("id")
        guard needed == keyEncryptionKey.id else {
            throw VaultError.wrongKey(needed: needed, given: keyEncryptionKey.id)
        }
        return true
    }

    /// Binds a store that is bound to no key yet; throws when another process was first.
    package func bind(on connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO sealing_key (one, id) VALUES (1, $1) ON CONFLICT (one) DO NOTHING",
            [.text(keyEncryptionKey.id)]
        )
        _ = try isBound(on: connection)
    }

    private func storedKey(
        forSubject subject: String,
        on connection: any SQLConnection
    ) throws -> DataKey? {
        try connection.rows(
            "SELECT \(Self.columns) FROM child_key WHERE subject = $1",
            [.text(subject)]
        ).first.map(key(in:))
    }

    private func insert(
        _ id: String,
        subject: String,
        on connection: any SQLConnection,
        at now: Date
    ) throws {
        let wrapped = try SealedBytes.seal(
            SymmetricKey(size: .bits256).bytes,
            under: keyEncryptionKey.key,
            bound: context(ofKey: id, subject: subject)
        )
        try connection.execute(
            """
            INSERT INTO child_key (id, subject, key_encryption_key, wrapped, created_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject) DO NOTHING
            """,
            [
                .text(id), .text(subject), .text(keyEncryptionKey.id), .blob(wrapped),
                .moment(now),
            ]
        )
    }

    /// A wrapped key opens only in its own row, for its own child.
    private func context(ofKey id: String, subject: String) -> String {
        "child_key|\(id)|\(subject)|\(keyEncryptionKey.id)"
    }
}
