import Database
import Foundation
import Outbox
import TestStores
import Testing
import Vault

@Suite struct StoreCopyTests {
    private struct Interruption: Error {}

    private let t0 = TestStore.t0

    @Test func `everything is there, the old store is closed for work and the new one open`()
        async throws
    {
        try await TestStore.with { old in
            try await old.fill()
            let new = try await TestDatabase.temporary()
            let before = try await old.outbox.deliveries(matching: DeliveryFilter(), limit: 100)

            let comparisons = try await copy(old.database, new)

            let outbox = try await OutboxStore(on: new, keys: old.keys, makeID: { "id" })
            let after = try await outbox.deliveries(matching: DeliveryFilter(), limit: 100)
            let counts = try await outbox.queue(at: t0)
            #expect(comparisons.filter { !$0.isEqual }.isEmpty)
            #expect(comparisons.first { $0.table == "delivery" }?.rows == 6)
            #expect(after == before)
            #expect(counts.partners.first?.byState[.delivered] == 1)
            await #expect(throws: DatabaseError.self) {
                _ = try await OutboxStore(on: old.database, keys: old.keys, makeID: { "id" })
            }
            try await new.close()
        }
    }

    @Test
    func `a copy that was interrupted goes on, and until it ends nothing works on the new store`()
        async throws
    {
        try await TestStore.with { old in
            try await old.fill()
            let new = try await TestDatabase.temporary()
            await #expect(throws: Interruption.self) {
                _ = try await copy(old.database, new, interruptedAt: "delivery")
            }
            await #expect(throws: DatabaseError.self) {
                _ = try await OutboxStore(on: new, keys: old.keys, makeID: { "id" })
            }

            let comparisons = try await copy(old.database, new)

            #expect(comparisons.filter { !$0.isEqual }.isEmpty)
            try await new.close()
        }
    }

    @Test func `a store that holds something else is not written to`() async throws {
        try await TestStore.with { old in
            try await TestStore.with { other in
                try await old.fill()
                try await other.add(.sample(9))

                await #expect(throws: StoreCopy.Refusal.notEmpty(table: "child_key")) {
                    _ = try await copy(old.database, other.database)
                }

                #expect(try await other.states() == [.queued])
            }
        }
    }

    @Test func `a difference is found, and then nothing is marked`() async throws {
        try await TestStore.with { old in
            try await old.fill()
            let new = try await TestDatabase.temporary()
            await #expect(throws: Interruption.self) {
                _ = try await copy(old.database, new, interruptedAt: "lane_hold")
            }
            try await new.write { connection in
                _ = try connection.execute(
                    "UPDATE referral SET area = 'E06000902' WHERE version = 1"
                )
            }

            let comparisons = try await copy(old.database, new)

            #expect(comparisons.filter { !$0.isEqual }.map(\.table) == ["referral"])
            _ = try await OutboxStore(on: old.database, keys: old.keys, makeID: { "id" })
            try await new.close()
        }
    }

    private func copy(
        _ old: any SQLDatabase,
        _ new: any SQLDatabase,
        interruptedAt last: String? = nil
    ) async throws -> [StoreCopy.Comparison] {
        try await StoreCopy(from: old, to: new, names: ("old", "new")).run(at: t0) { table, _ in
            if table == last { throw Interruption() }
        }
    }
}
