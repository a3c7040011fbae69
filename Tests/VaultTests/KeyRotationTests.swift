import Database
import Foundation
import Testing
import Vault

/// Children's keys and the store's secrets, wrapped under another key.
@Suite struct KeyRotationTests {
    private let place = SealedPlace(table: "referral", row: "1", column: "sealed")

    @Test func `what was sealed before opens after, by the new key alone`() async throws {
        let (database, old, both, new) = try await started(children: 3)
        let sealed = try await database.key(of: "child-1", under: old)
            .seal(Data("x".utf8), as: place)
        let secret = try await database.secret(under: old)

        let done = try await database.rewrapAll(both, under: "new")

        #expect(done == 4)
        #expect(
            try await database.key(of: "child-1", under: new).open(sealed, as: place)
                == Data("x".utf8)
        )
        #expect(try await database.secret(under: new) == secret)
        await #expect(throws: VaultError.wrongKey(needed: "new", given: "old")) {
            _ = try await database.key(of: "child-1", under: old)
        }
        try await database.close()
    }

    @Test func `a rotation that was interrupted goes on with what is left`() async throws {
        let (database, _, both, new) = try await started(children: 5)
        try await database.bind(both, to: "new")
        let first = try await database.rewrap(both, upTo: 2, after: nil)
        let between = try await database.uses()

        let rest = try await database.rewrapAll(both, under: "new")

        #expect(first.rewrapped == 2)
        #expect(between == [KeyUse(key: "new", children: 2), KeyUse(key: "old", children: 3)])
        #expect(rest == 3)
        #expect(try await database.uses() == [KeyUse(key: "new", children: 5)])
        for child in 1...5 { _ = try await database.key(of: "child-\(child)", under: new) }
        try await database.close()
    }

    @Test func `a new child's key is wrapped under the key that the store is bound to`()
        async throws
    {
        let (database, _, both, _) = try await started(children: 0)
        _ = try await database.key(of: "before", id: "before", under: both)
        try await database.bind(both, to: "new")
        _ = try await database.key(of: "after", id: "after", under: both)

        #expect(
            try await database.uses() == [
                KeyUse(key: "new", children: 1), KeyUse(key: "old", children: 1),
            ]
        )
        try await database.close()
    }

    @Test func `no child's key is left under the old key while children are added`() async throws {
        let (database, _, both, _) = try await started(children: 20)

        try await withThrowingDiscardingTaskGroup { group in
            for child in 100..<200 {
                group.addTask {
                    let id = "key-\(child)"
                    _ = try await database.key(of: "child-\(child)", id: id, under: both)
                }
            }
            group.addTask { _ = try await database.rewrapAll(both, under: "new") }
        }

        #expect(try await database.uses() == [KeyUse(key: "new", children: 120)])
        try await database.close()
    }

    @Test func `two that rotate at once do each key once`() async throws {
        let (database, _, both, _) = try await started(children: 60)

        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...2 {
                group.addTask { try await database.rewrapAll(both, under: "new") }
            }
            return try await group.reduce(0, +)
        }

        #expect(done == 60)
        try await database.close()
    }

    @Test func `keys swapped between rows do not open after a rotation either`() async throws {
        let (database, _, both, new) = try await started(children: 2)
        _ = try await database.rewrapAll(both, under: "new")

        try await database.write { connection in
            _ = try connection.execute(
                """
                UPDATE child_key SET wrapped = (
                    SELECT wrapped FROM child_key AS other WHERE other.id = 'key-2')
                WHERE id = 'key-1'
                """
            )
        }

        await #expect(throws: VaultError.keyTampered(id: "key-1")) {
            _ = try await database.key(of: "child-1", under: new)
        }
        _ = try await database.key(of: "child-2", under: new)
        try await database.close()
    }

    @Test func `a key that does not open stays as it is and holds up no other`() async throws {
        let (database, _, both, new) = try await started(children: 3)
        try await database.write { connection in
            _ = try connection.execute(
                "UPDATE child_key SET subject = 'another' WHERE id = 'key-2'"
            )
        }
        try await database.bind(both, to: "new")

        let done = try await database.rewrap(both, upTo: 10, after: nil)

        #expect(done == Rewrapping(rewrapped: 2, unopened: 1, last: "key-3"))
        #expect(try await database.uses().contains(KeyUse(key: "old", children: 1)))
        _ = try await database.key(of: "child-3", under: new)
        try await database.close()
    }

    @Test func `a destroyed key stays destroyed and holds up no retirement`() async throws {
        let (database, _, both, new) = try await started(children: 2)
        try await database.write { connection in
            _ = try DataKeys.destroy("key-1", on: connection, at: .t0)
        }

        #expect(try await database.rewrapAll(both, under: "new") == 1)

        #expect(try await database.uses() == [KeyUse(key: "new", children: 1)])
        await #expect(throws: VaultError.erased(id: "key-1")) {
            try await database.read { try new.key(id: "key-1", on: $0) }
        }
        try await database.close()
    }

    @Test func `a process with the old ring reads the file again when it meets a new key`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "reread-" + UUID().uuidString.lowercased())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = KeyFile(folder.appending(path: "key"))
        try file.create(.sample(id: "old", byte: 1))
        let (database, _, both, _) = try await started(children: 1)
        let running = DataKeys(under: try file.load(), of: file)
        _ = try await database.key(of: "child-1", under: running)
        _ = try await database.rewrapAll(both, under: "new")

        _ = try file.add(.sample(id: "new", byte: 2))
        _ = try await database.key(of: "child-1", under: running)

        #expect(running.ring.ids == ["new", "old"])
        try await database.close()
    }

    @Test func `a file that lacks the store's own key is not taken in place of the ring`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lacking-" + UUID().uuidString.lowercased())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = KeyFile(folder.appending(path: "key"))
        try file.create(.sample(id: "old", byte: 1))
        let (database, _, _, _) = try await started(children: 1)
        let running = DataKeys(under: try file.load(), of: file)
        #expect(try await database.read { try running.isBound(on: $0) })

        try FileManager.default.removeItem(at: file.url)
        try file.create(.sample(id: "other", byte: 3))

        #expect(throws: VaultError.wrongKey(needed: "old", given: "other")) {
            try running.reread()
        }
        _ = try await database.key(of: "child-1", under: running)
        try await database.close()
    }

    /// A store that is bound to `old`, with so many children's keys; and the rings of old, both, new.
    private func started(
        children: Int
    ) async throws -> (any SQLDatabase, old: DataKeys, both: DataKeys, new: DataKeys) {
        let (old, new) = (
            try KeyEncryptionKey.sample(id: "old", byte: 1),
            try KeyEncryptionKey.sample(id: "new", byte: 2)
        )
        let database = try await databaseWithVault()
        let keys = DataKeys(under: old)
        try await database.write { try keys.bind(on: $0) }
        for child in 0..<children {
            _ = try await database.key(
                of: "child-\(child + 1)",
                id: "key-\(child + 1)",
                under: keys
            )
        }
        let both = try #require(KeyRing([new, old]))
        return (database, keys, DataKeys(under: both), DataKeys(under: new))
    }
}

extension SQLDatabase {
    fileprivate func bind(_ keys: DataKeys, to id: String) async throws {
        try await write { try keys.bind(to: id, on: $0) }
    }

    fileprivate func rewrap(
        _ keys: DataKeys,
        upTo limit: Int,
        after last: String?
    ) async throws -> Rewrapping {
        try await write { connection in
            try keys.rewrap(upTo: limit, after: last, under: "new", on: connection)
        }
    }

    /// A whole rotation in steps of a few keys; how many keys and secrets were wrapped anew.
    fileprivate func rewrapAll(_ keys: DataKeys, under id: String) async throws -> Int {
        try await bind(keys, to: id)
        var (count, last) = (0, String?.none)
        repeat {
            let done = try await rewrap(keys, upTo: 7, after: last)
            count += done.rewrapped
            last = done.last
        } while last != nil
        return try await count
            + write { try keys.rewrapSecrets(under: id, on: $0) }.rewrapped
    }

    fileprivate func uses() async throws -> [KeyUse] {
        try await read { try DataKeys.uses(on: $0) }
    }

    fileprivate func secret(under keys: DataKeys) async throws -> Data {
        try await write { try keys.secret("audit", on: $0, at: .t0) }
    }
}
