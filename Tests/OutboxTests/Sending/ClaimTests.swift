import Database
import Foundation
import Outbox
import Referrals
import Testing

@Suite struct ClaimTests {
    let t0 = TestStore.t0

    @Test func `a claim holds the frozen bytes and records the attempt first`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample())

            let claim = try await store.claimOne()

            let history = try await store.outbox.history(of: stored.id)
            let attempts = history.first?.deliveries.first?.attempts ?? []
            #expect(claim.body == Data("{\"a\":1}".utf8))
            #expect(claim.attempt == 1)
            #expect(attempts.map(\.startedAt) == [t0])
            #expect(attempts.map(\.outcome) == [nil])
        }
    }

    @Test func `what is claimed is not claimed again`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.claimOne()

            #expect(try await store.claim(by: "worker-2").isEmpty)
        }
    }

    @Test func `a next attempt in the past is picked up`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(at: t0.adding(.seconds(-86400 * 30))))

            #expect(try await store.claim().count == 1)
        }
    }

    @Test func `immediate goes first, and the longest due can be asked for`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(1, urgency: .standard, at: t0.adding(.seconds(-60))))
            try await store.add(.sample(2, urgency: .immediate))

            let urgent = try await store.claim(upTo: 1)
            try await store.add(.sample(3, urgency: .immediate))
            let oldest = try await store.claim(upTo: 1, order: .longestDue)

            #expect(urgent.map(\.referral.last) == ["2"])
            #expect(oldest.map(\.referral.last) == ["1"])
        }
    }

    @Test func `a newer version waits while the older may be on its way`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(version: 1))
            let first = try await store.claimOne()
            try await store.add(.sample(version: 2))

            let during = try await store.claim()
            try await store.deliver(first)
            let after = try await store.claim()

            #expect(during.isEmpty)
            #expect(after.map(\.version) == [2])
        }
    }

    @Test func `children do not block one another`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(1))
            _ = try await store.claimOne()
            try await store.add(.sample(2))

            #expect(try await store.claim().count == 1)
        }
    }

    @Test func `the claim says when the next delivery comes due`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(at: t0.adding(.seconds(30))))

            let result = try await store.outbox.claim(
                upTo: 10,
                for: "northshire",
                by: "worker-1",
                order: .mostUrgent,
                at: t0,
                lease: .seconds(60)
            )

            #expect(result.claims.isEmpty)
            #expect(result.nextDue == t0.adding(.seconds(30)))
        }
    }

    @Test func `a document that cannot be opened is parked and does not hold up the lane`()
        async throws
    {
        try await TestStore.with { store in
            let spoiled = try await store.add(.sample(1))
            try await store.add(.sample(2))
            let delivery = try #require(spoiled.deliveries.first?.id)
            _ = try await store.database.write { connection in
                try connection.execute(
                    "UPDATE delivery_body SET sealed = $2 WHERE delivery = $1",
                    [.text(delivery), .blob(Data([1, 2]))]
                )
            }

            let claims = try await store.claim()

            #expect(claims.count == 1)
            #expect(
                try await store.outbox.deliveries(
                    matching: DeliveryFilter(state: .parked),
                    limit: 10
                ).map(\.parkReason) == [.unreadable]
            )
        }
    }
}
