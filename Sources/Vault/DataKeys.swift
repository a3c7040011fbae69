import Crypto
package import Database
package import Foundation

/// The children's keys in the store, each wrapped under a key-encryption key.
///
/// New ones are wrapped under the key that the store is bound to.
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

    let held: HeldKeys

    /// The keys of files, under the key that new keys are wrapped under now.
    package var files: FileKeys { FileKeys(held) }

    /// Uses one key-encryption key for all children.
    package init(under keyEncryptionKey: KeyEncryptionKey) {
        self.init(under: KeyRing(keyEncryptionKey))
    }

    /// Uses the keys of a ring, and what is added to the file that it was read from.
    package init(under ring: KeyRing, of file: KeyFile? = nil) {
        held = HeldKeys(ring, file: file)
    }

    /// The key-encryption keys at hand.
    package var ring: KeyRing { held.ring }

    /// Reads the key file anew; when it cannot be used the keys from before stay.
    package func reread() throws(VaultError) { try held.reread() }

    /// The same, knowing which key the store is bound to now; a file without it cannot be used.
    package func reread(bound: String?) throws(VaultError) {
        if let bound, held.key(bound) != nil { held.note(bound: bound) }
        try held.reread()
    }

    /// Notes that the store is bound to another key from now on.
    package func note(bound id: String) { held.note(bound: id) }

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
        let subject = try row.text("key_subject")
        guard
            let secret = SealedBytes.open(
                wrapped,
                under: try keyEncryptionKey(needed).key,
                bound: Self.context(ofKey: id, subject: subject, under: needed)
            )
        else { throw VaultError.keyTampered(id: id) }
        return DataKey(id: id, secret: SymmetricKey(data: secret))
    }

    /// Makes sure that a key-encryption key is at hand; throws when it is not.
    package func checkHeld(_ id: String) throws(VaultError) { _ = try keyEncryptionKey(id) }

    /// The key-encryption key with an identifier; throws when it is not at hand.
    func keyEncryptionKey(_ id: String) throws(VaultError) -> KeyEncryptionKey {
        guard let key = held.key(id) else {
            throw .wrongKey(needed: id, given: ring.ids.joined(separator: " "))
        }
        return key
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
        let under = try wrappingKey(on: connection)
        let wrapped = try SealedBytes.seal(
            SymmetricKey(size: .bits256).bytes,
            under: under.key,
            bound: Self.context(ofKey: id, subject: subject, under: under.id)
        )
        try connection.execute(
            """
            INSERT INTO child_key (id, subject, key_encryption_key, wrapped, created_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject) DO NOTHING
            """,
            [.text(id), .text(subject), .text(under.id), .blob(wrapped), .moment(now)]
        )
    }

    /// A wrapped key opens only in its own row, for its own child.
    static func context(ofKey id: String, subject: String, under key: String) -> String {
        "child_key|\(id)|\(subject)|\(key)"
    }
}
