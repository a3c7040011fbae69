import Database
import Foundation
import Outbox
import Oversight
import Referrals
import Synchronization
import TestStores
import Testing
import Vault

/// What people see of keys, and the steps of a rotation as they order them.
@Suite struct KeyListTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a key says where it is, what is wrapped under it, and whether it may go`()
        async throws
    {
        let (database, overseer, _) = try await store(children: 3)

        let before = try await overseer.keys()
        let report = try await overseer.rotateKeys()
        let after = try await overseer.keys()

        #expect(before.map(\.state) == [.next, .current])
        #expect(before.map(\.children) == [0, 3])
        #expect(before[0].needed == nil)
        #expect(before[1].needed?.contains("the current one") == true)
        #expect(report.rewrapped == 3 && report.next == nil && report.key == "new")
        #expect(after.map(\.state) == [.current, .old])
        #expect(after.map(\.children) == [3, 0])
        #expect(after[1].needed == nil)
        try await database.close()
    }

    @Test func `a key that another was put on top of is unused, not old`() async throws {
        let (database, overseer, _) = try await store(children: 1, passedOver: ["newer"])

        #expect(try await overseer.keys().map(\.state) == [.next, .unused, .current])
        try await database.close()
    }

    @Test func `a key may not go while something is wrapped under it`() async throws {
        let (database, overseer, outbox) = try await store(children: 3)
        _ = try await outbox.bind(to: "new", at: now)
        _ = try await outbox.rewrap(upTo: 1, after: nil, under: "new")

        let old = try #require(try await overseer.keys().last)
        let rest = try await overseer.rotateKeys()

        #expect(old.id == "old" && old.state == .old && old.inFile)
        #expect(old.needed?.contains("2 keys in the store") == true)
        #expect(old.needed?.contains("referral-sync keys rotate") == true)
        #expect(rest.rewrapped == 2)
        try await database.close()
    }

    @Test func `the host that lacks the new key is named, and nothing is changed`() async throws {
        let (database, overseer, outbox) = try await store(children: 1)
        try await database.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO worker (id, host, version, since, ends_at, keys)
                VALUES ('w', 'hub-2', '0.1.0', 0, $1, 'old')
                """,
                [.moment(now.addingTimeInterval(3600))]
            )
        }

        await #expect(throws: RotationError.lacked(key: "new", by: ["hub-2"])) {
            try await overseer.rotateKeys()
        }

        #expect(try await outbox.keyState(at: now).bound == "old")
        #expect(try await overseer.keys().first?.lackedBy == ["hub-2"])
        try await database.close()
    }

    @Test func `a rotation does not go on with another key than it began with`() async throws {
        let (database, overseer, _) = try await store(children: 1)

        await #expect(throws: RotationError.changed(from: "old", to: "new")) {
            try await overseer.rotateKeys(to: "old", after: "key-0")
        }
        await #expect(throws: RotationError.lacked(key: "newer", by: ["the service itself"])) {
            try await overseer.rotateKeys(to: "newer")
        }

        try await database.close()
    }

    /// A store that is bound to the key `old`, and a process that has `new` too.
    private func store(
        children: Int,
        passedOver: [String] = []
    ) async throws -> (any SQLDatabase, Overseer, OutboxStore) {
        let old = try KeyEncryptionKey(id: "old", bytes: Data(repeating: 1, count: 32))
        let new = try KeyEncryptionKey(id: "new", bytes: Data(repeating: 2, count: 32))
        let database = try await TestDatabase.temporary()
        let keys = DataKeys(under: old)
        _ = try await OutboxStore(on: database, keys: keys, makeID: { "id" })
        let now = now
        for child in 0..<children {
            try await database.write { connection in
                _ = try keys.key(forSubject: "child-\(child)", on: connection, at: now) {
                    "key-\(child)"
                }
            }
        }
        let newer = try passedOver.map {
            try KeyEncryptionKey(id: $0, bytes: Data(repeating: 3, count: 32))
        }
        let ring = try #require(KeyRing(newer + [new, old]))
        let outbox = try await OutboxStore(
            on: database,
            keys: DataKeys(under: ring),
            makeID: { "id" }
        )
        let clock = SteppingClock(from: now)
        let overseer = Overseer(
            outbox: outbox,
            contacts: [],
            horizons: [:],
            calendar: .englandAndWales,
            time: TimeSource(now: { clock.now }, sleep: { clock.step($0) }),
            laneConditions: { { _ in nil } }
        )
        return (database, overseer, outbox)
    }
}

/// A clock that only waiting moves.
private final class SteppingClock: Sendable {
    private let time: Mutex<Date>

    init(from start: Date) { time = Mutex(start) }

    var now: Date { time.withLock { $0 } }

    func step(_ duration: Duration) { time.withLock { $0 = $0.adding(duration) } }
}
