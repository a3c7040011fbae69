import Database
import Foundation
import Outbox
import Testing
import Vault

/// Keys of a store on which processes work.
@Suite struct KeyStateTests {
    private let now = TestStore.t0

    @Test func `a rotation changes no sealed byte`() async throws {
        try await TestStore.with { store in
            for number in 1...5 { try await store.add(.sample(number)) }
            try await store.deliver(try #require(try await store.claim(upTo: 1).first))
            let before = try await store.sealedBytes()
            let wrapped = try await store.wrappedKeys()

            let rotated = try await store.withKeys("key-2", "key-1")
            #expect(try await rotated.outbox.bind(to: "key-2", at: now).isEmpty)
            let done = try await rotated.outbox.rewrap(upTo: 500, after: nil, under: "key-2")

            #expect(done.rewrapped == 5)
            #expect(before.count == 12)
            #expect(try await store.sealedBytes() == before)
            #expect(Set(try await store.wrappedKeys()).isDisjoint(with: wrapped))
            let alone = try await store.withKeys("key-2")
            #expect(try await alone.claim().map(\.body) == Array(repeating: .sample, count: 4))
        }
    }

    @Test func `a store is not bound to a key that a live process lacks`() async throws {
        try await TestStore.with { store in
            let both = try await store.withKeys("key-2", "key-1")
            try await store.renew("old-host", at: now)
            try await both.renew("new-host", at: now)

            let lacking = try await both.outbox.bind(to: "key-2", at: now)
            let state = try await both.outbox.keyState(at: now)
            let later = try await both.outbox.bind(to: "key-2", at: now.addingTimeInterval(60))

            #expect(lacking == ["old-host"])
            #expect(state.bound == "key-1")
            #expect(state.workers.map(\.keys) == [["key-2", "key-1"], ["key-1"]])
            #expect(later.isEmpty)
            #expect(try await both.outbox.keyState(at: now).bound == "key-2")
        }
    }

    @Test func `a process that lacks the store's key has no duties and claims nothing`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            let both = try await store.withKeys("key-2", "key-1")
            #expect(try await both.outbox.bind(to: "key-2", at: now).isEmpty)
            _ = try await both.outbox.rewrap(upTo: 500, after: nil, under: "key-2")

            await #expect(throws: VaultError.wrongKey(needed: "key-2", given: "key-1")) {
                try await store.renew("old-host", at: now)
            }
            await #expect(throws: OutboxError.self) { try await store.claim() }
            await #expect(throws: VaultError.self) { try await store.add(.sample(2)) }

            #expect(try await both.states() == [.queued])
            #expect(try await both.claim().map(\.body) == [.sample])
        }
    }
}

extension Data {
    fileprivate static let sample = Data("{\"a\":1}".utf8)
}

extension TestStore {
    /// The same store as a process with other keys sees it; each key's bytes follow from its name.
    fileprivate func withKeys(_ ids: String...) async throws -> TestStore {
        let ring = try #require(KeyRing(try ids.map(KeyEncryptionKey.named)))
        let keys = DataKeys(under: ring)
        let ids = Counter()
        let outbox = try await OutboxStore(on: database, keys: keys) { "other-\(ids.next())" }
        return TestStore(outbox: outbox, database: database, keys: keys)
    }

    fileprivate func renew(_ host: String, at now: Date) async throws {
        _ = try await outbox.renew(
            WorkerLine(
                id: host,
                host: host,
                version: "1",
                since: now,
                endsAt: now.addingTimeInterval(15)
            ),
            notes: [:],
            at: now
        )
    }

    /// Everything sealed in the store, in a fixed order.
    fileprivate func sealedBytes() async throws -> [Data] {
        try await database.read { connection in
            try ["referral", "delivery_body", "attempt", "answer"].flatMap { table in
                try connection.rows(
                    "SELECT sealed FROM \(table) WHERE sealed IS NOT NULL ORDER BY sealed"
                ).map { try $0.blob("sealed") }
            }
        }
    }

    fileprivate func wrappedKeys() async throws -> [Data] {
        try await database.read { connection in
            try connection.rows("SELECT wrapped FROM child_key").map { try $0.blob("wrapped") }
        }
    }
}
