import Database
import Foundation
import Testing
import Vault

@Suite struct DataKeysTests {
    private let place = SealedPlace(table: "referral", row: "1", column: "sealed")

    @Test func `a child's key is made once and found by child and by identifier`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()

        let made = try await database.key(id: "key-1", under: keys)
        let again = try await database.key(id: "key-2", under: keys)
        let byID = try await database.read { connection in
            try keys.key(id: "key-1", on: connection)
        }

        #expect(again.id == "key-1")
        let sealed = try made.seal(Data("x".utf8), as: place)
        #expect(try again.open(sealed, as: place) == Data("x".utf8))
        #expect(try byID.open(sealed, as: place) == Data("x".utf8))
        try await database.close()
    }

    @Test func `a key outlives the program that made it`() async throws {
        let database = try await databaseWithVault()
        let before = try await database.key(under: DataKeys(under: try .sample()))
        let sealed = try before.seal(Data("x".utf8), as: place)

        let after = try await database.key(under: DataKeys(under: try .sample()))

        #expect(try after.open(sealed, as: place) == Data("x".utf8))
        try await database.close()
    }

    @Test func `a key whose transaction was undone is not used`() async throws {
        struct Undone: Error {}
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        await #expect(throws: Undone.self) {
            try await database.write { connection in
                _ = try keys.key(forSubject: "child-1", on: connection, at: .t0) { "lost" }
                throw Undone()
            }
        }

        let key = try await database.key(id: "kept", under: keys)

        #expect(key.id == "kept")
        try await database.close()
    }

    @Test func `an unknown key is named`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()

        await #expect(throws: VaultError.unknownKey(id: "nothing")) {
            try await database.read { connection in try keys.key(id: "nothing", on: connection) }
        }

        try await database.close()
    }

    @Test func `an erased key stops working at once`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        _ = try await database.key(under: keys)

        _ = try await database.write { connection in
            try connection.execute("DELETE FROM child_key")
        }

        await #expect(throws: VaultError.unknownKey(id: "key-1")) {
            try await database.read { connection in try keys.key(id: "key-1", on: connection) }
        }
        try await database.close()
    }

    @Test func `the key file of another store is told apart by its identifier`() async throws {
        let database = try await databaseWithVault()
        _ = try await database.key(under: DataKeys(under: try .sample(id: "ab")))

        await #expect(throws: VaultError.wrongKey(needed: "ab", given: "cd")) {
            _ = try await database.key(under: DataKeys(under: try .sample(id: "cd")))
        }

        try await database.close()
    }

    @Test func `a key said to be wrapped by another key is detected`() async throws {
        let database = try await databaseWithVault()
        _ = try await database.key(under: DataKeys(under: try .sample(id: "ab")))

        _ = try await database.write { connection in
            try connection.execute("UPDATE child_key SET key_encryption_key = 'cd'")
        }

        await #expect(throws: VaultError.keyTampered(id: "key-1")) {
            _ = try await database.key(under: DataKeys(under: try .sample(id: "cd")))
        }
        try await database.close()
    }

    @Test func `another key under the same identifier does not unwrap`() async throws {
        let database = try await databaseWithVault()
        _ = try await database.key(under: DataKeys(under: try .sample(byte: 7)))

        await #expect(throws: VaultError.keyTampered(id: "key-1")) {
            _ = try await database.key(under: DataKeys(under: try .sample(byte: 8)))
        }

        try await database.close()
    }

    @Test func `a change of any byte of a wrapped key is detected`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        _ = try await database.key(under: keys)
        let wrapped = try await database.wrappedKey("key-1")

        for index in wrapped.indices {
            var altered = wrapped
            altered[index] ^= 0x80
            try await database.setWrappedKey("key-1", altered)
            await #expect(throws: VaultError.keyTampered(id: "key-1"), "byte \(index)") {
                _ = try await database.key(under: keys)
            }
        }

        try await database.close()
    }

    @Test func `keys swapped between children are detected`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        _ = try await database.key(of: "child-1", id: "key-1", under: keys)
        _ = try await database.key(of: "child-2", id: "key-2", under: keys)

        let second = try await database.wrappedKey("key-2")
        try await database.setWrappedKey("key-1", second)

        await #expect(throws: VaultError.keyTampered(id: "key-1")) {
            _ = try await database.key(of: "child-1", under: keys)
        }
        try await database.close()
    }

    @Test func `a key given to another child is detected`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        _ = try await database.key(of: "child-1", id: "key-1", under: keys)

        _ = try await database.write { connection in
            try connection.execute("UPDATE child_key SET subject = 'child-2'")
        }

        await #expect(throws: VaultError.keyTampered(id: "key-1")) {
            _ = try await database.key(of: "child-2", under: keys)
        }
        try await database.close()
    }

    @Test func `the store refuses a wrapped key of another length`() async throws {
        let database = try await databaseWithVault()

        await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO child_key (id, subject, key_encryption_key, wrapped, created_at)
                    VALUES ('k', 's', 'ab', $1, 0)
                    """,
                    [.blob(Data(count: 32))]
                )
            }
        }

        try await database.close()
    }

    @Test func `nothing in the store's file is a key`() async throws {
        let secret = Data("a key of thirty-two bytes, really".utf8.prefix(32))
        let keys = DataKeys(under: try KeyEncryptionKey(id: "ab", bytes: secret))
        let database = try await databaseWithVault()
        _ = try await database.key(under: keys)

        let rows = try await database.read { connection in
            try connection.rows("SELECT * FROM child_key")
        }

        #expect(try rows.map { row in try row.text("key_encryption_key") } == ["ab"])
        #expect(try rows.allSatisfy { row in try row.blob("wrapped").range(of: secret) == nil })
        try await database.close()
    }
}

extension SQLDatabase {
    fileprivate func wrappedKey(_ id: String) async throws -> Data {
        try await read { connection in
            let rows = try connection.rows(
                "SELECT wrapped FROM child_key WHERE id = $1",
                [.text(id)]
            )
            return try #require(rows.first).blob("wrapped")
        }
    }

    fileprivate func setWrappedKey(_ id: String, _ wrapped: Data) async throws {
        try await write { connection in
            _ = try connection.execute(
                "UPDATE child_key SET wrapped = $2 WHERE id = $1",
                [.text(id), .blob(wrapped)]
            )
        }
    }
}
