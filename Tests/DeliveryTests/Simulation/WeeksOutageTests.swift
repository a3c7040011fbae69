import Database
import Delivery
import Foundation
import Outbox
import Synchronization
import TestStores
import Testing
import Vault

@Suite struct WeeksOutageTests {
    /// A partner is down for a week while referrals go on arriving; then it is back.
    @Test(arguments: [1, 2])
    func `a week's outage ends without a storm, and every referral is delivered or parked`(
        seed: UInt64
    ) async throws {
        try await withStore { outbox in
            let begin = Date(timeIntervalSince1970: 1_790_000_000)
            let end = begin.addingTimeInterval(7 * 86_400)
            var simulation = LaneSimulation(
                outbox,
                plan: LanePlan(concurrencyMax: 4, ratePerSecond: 2),
                outage: begin..<end,
                seed: seed
            )
            let count = 240
            for number in 0..<count {
                simulation.arrive(number, at: begin.addingTimeInterval(Double(number) * 2520))
            }

            try await simulation.run(until: end.addingTimeInterval(2 * 3600))

            let lines = try await outbox.deliveries(matching: DeliveryFilter(), limit: 1000)
            let states = Dictionary(grouping: lines, by: \.state).mapValues(\.count)
            // Nothing is lost, and nothing is left hanging.
            #expect(lines.count == count)
            #expect(Set(states.keys) == [.delivered, .parked, .superseded])
            #expect(
                lines.filter { $0.state == .parked }.allSatisfy { $0.parkReason == .horizonReached }
            )
            // While it was down it was asked about once a minute, not by each of 240 referrals.
            let during = simulation.sent.filter { $0 < end }.count
            #expect(during < 7 * 24 * 60 * 2)
            #expect(during > 7 * 24 * 60 / 2)
            // On its return the agreed rate and number are kept, and it is back within minutes.
            let after = simulation.sent.filter { $0 >= end }
            #expect(after.count >= states[.delivered] ?? 0)
            for first in after.indices {
                let second = after[first...].prefix { $0 < after[first].addingTimeInterval(1) }
                #expect(second.count <= 5)
            }
            #expect(simulation.inFlightMax <= 4)
            #expect(after.last.map { $0 < end.addingTimeInterval(1200) } == true)
            #expect(simulation.notices.count == 2)
            // Each document was taken once, and no older version after a newer one.
            let versions = Dictionary(grouping: simulation.delivered, by: \.referral)
                .mapValues { $0.map(\.version) }
            #expect(versions.values.allSatisfy { $0 == Set($0).sorted() })
            #expect(simulation.delivered.count == states[.delivered])
        }
    }

    private func withStore(_ test: (OutboxStore) async throws -> Void) async throws {
        let database = try await TestDatabase.temporary()
        let last = Mutex(0)
        let outbox = try await OutboxStore(
            on: database,
            keys: DataKeys(under: try KeyEncryptionKey(newWithID: "key-1")),
            makeID: {
                last.withLock { last in
                    last += 1
                    return String(format: "00000000-0000-4000-8000-%012d", last)
                }
            }
        )
        try await test(outbox)
        try await database.close()
    }
}
