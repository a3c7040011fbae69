import Crypto
package import Database
package import Foundation

extension DataKeys {
    /// A secret of 32 bytes that belongs to the store; it is made and stored on first use.
    package func secret(
        _ name: String,
        on connection: any SQLConnection,
        at now: Date
    ) throws -> Data {
        if let stored = try storedSecret(name, on: connection) { return stored }
        let under = try wrappingKey(on: connection)
        let wrapped = try SealedBytes.seal(
            SymmetricKey(size: .bits256).bytes,
            under: under.key,
            bound: Self.context(ofSecret: name, under: under.id)
        )
        try connection.execute(
            """
            INSERT INTO store_secret (name, key_encryption_key, wrapped, created_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING
            """,
            [.text(name), .text(under.id), .blob(wrapped), .moment(now)]
        )
        // Another process may have been first.
        guard let stored = try storedSecret(name, on: connection) else {
            throw DatabaseError.statement("a stored secret cannot be read back")
        }
        return stored
    }

    /// A secret that was stored before, if it was.
    package func storedSecret(_ name: String, on connection: any SQLConnection) throws -> Data? {
        let found = try connection.rows(
            "SELECT key_encryption_key, wrapped FROM store_secret WHERE name = $1",
            [.text(name)]
        )
        guard let row = found.first else { return nil }
        let needed = try row.text("key_encryption_key")
        guard
            let secret = SealedBytes.open(
                try row.blob("wrapped"),
                under: try keyEncryptionKey(needed).key,
                bound: Self.context(ofSecret: name, under: needed)
            )
        else { throw VaultError.keyTampered(id: name) }
        return secret
    }

    static func context(ofSecret name: String, under id: String) -> String {
        "store_secret|\(name)|\(id)"
    }
}
