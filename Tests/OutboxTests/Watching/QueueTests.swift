import Foundation
import Outbox
import Referrals
import Testing

@Suite struct QueueTests {
    let t0 = TestStore.t0

    @Test func `the counts follow every move`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(1))
            try await store.add(.sample(2))
            try await store.deliver(try await store.claimOne())

            let counts = try await store.outbox.queue(at: t0).partners.first

            #expect(counts?.byState[.delivered] == 1)
            #expect(counts?.byState[.sending] == 1)
            #expect(counts?.byState[.queued] == 0)
        }
    }

    @Test func `an acknowledgement that is owed too long is overdue`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            try await store.deliver(try await store.claimOne())

            let before = try await store.outbox.queue(at: t0.adding(.seconds(3600)))
            let after = try await store.outbox.queue(at: t0.adding(.seconds(3601)))

            #expect(before.partners.first?.overdue == 0)
            #expect(after.partners.first?.overdue == 1)
        }
    }

    @Test func `parked deliveries are counted by reason`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            try await park(try await store.claimOne(), .refusedByPartner, on: store)

            #expect(
                try await store.outbox.queue(at: t0).partners.first?.parked
                    == [.refusedByPartner: 1]
            )
        }
    }

    @Test func `what is parked for what its partner said is sent again only when asked twice`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await store.deliver(claim)
            try await store.answer(claim, .decision, "insufficient-information")

            let parked = try await store.states()
            let plain = try await resend(claim.delivery, on: store)
            let again = try await resend(claim.delivery, again: true, on: store)

            #expect(parked == [.parked])
            #expect(plain.isEmpty)
            #expect(again == [claim.delivery])
            #expect(try await store.states() == [.queued])
        }
    }

    @Test func `what is awaited is all that is not there yet`() async throws {
        try await TestStore.with { store in
            for number in 1...3 { try await store.add(.sample(number)) }
            let claims = try await store.claim(upTo: 3)
            for claim in claims { try await store.deliver(claim) }
            try await store.answer(claims[1], .acknowledged)
            for claim in claims[1...] {
                try await store.answer(claim, .decision, "assessment")
            }
            try await store.answer(claims[2], .outcome)

            let awaited = { (clock: Clock) in
                var filter = DeliveryFilter()
                filter.awaiting = clock
                return try await store.outbox.deliveries(matching: filter, limit: 10)
                    .map(\.id)
            }

            #expect(try await awaited(.acknowledgement) == [claims[0].delivery])
            #expect(try await awaited(.decision) == [claims[0].delivery])
            #expect(try await awaited(.outcome) == [claims[1].delivery])
            try await store.answer(claims[0], .acknowledged)
            #expect(try await awaited(.acknowledgement).isEmpty)
            #expect(try await awaited(.decision) == [claims[0].delivery])
        }
    }

    @Test func `a parked delivery is sent again with the same key`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await park(claim, .refusedByPartner, on: store)

            let resent = try await resend(claim.delivery, on: store)
            let again = try await store.claimOne(at: t0.adding(.seconds(10)))

            #expect(resent == [claim.delivery])
            #expect(again.idempotencyKey == claim.idempotencyKey)
            #expect(!again.mayBeHeld)
        }
    }

    @Test func `a resend takes the place of the pending retry, every time`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            for _ in 1...2 {
                let claim = try await store.claimOne(at: t0.adding(.seconds(10)))
                _ = try await store.finish(
                    claim,
                    with: .sample(.unreachable),
                    step: .retry(at: t0.adding(.seconds(1000))),
                    at: t0
                )
                #expect(try await resend(claim.delivery, on: store) == [claim.delivery])
            }

            #expect(try await store.claim(at: t0.adding(.seconds(10))).count == 1)
            #expect(try await store.claim(at: t0.adding(.seconds(2000))).isEmpty)
        }
    }

    @Test func `what the partner may hold stays uncertain when it is sent again`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await park(claim, .uncertainAtHorizon, on: store)

            _ = try await resend(claim.delivery, on: store)

            #expect(try await store.claimOne(at: t0.adding(.seconds(10))).mayBeHeld)
        }
    }

    @Test func `what the partner holds is not sent again`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await store.deliver(claim)

            #expect(try await resend(claim.delivery, on: store) == [])
        }
    }

    @Test func `of many that are sent again, those are named that are due`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(1))
            try await store.add(.sample(2))
            let claims = try await store.claim()
            try await store.deliver(claims[0])
            try await park(claims[1], .refusedByPartner, on: store)

            let due = try await store.outbox.resend(
                claims.map(\.delivery) + ["no such delivery"],
                because: "mended",
                by: "robin",
                at: t0.adding(.seconds(10)),
                horizon: { _ in t0.adding(.seconds(7200)) }
            )

            #expect(due == [claims[1].delivery])
            #expect(try await store.claim(at: t0.adding(.seconds(10))).map(\.delivery) == due)
        }
    }

    @Test func `a list of all partners is the lists of each together`() async throws {
        try await TestStore.with { store in
            for number in 1...3 {
                try await store.add(.sample(number, partners: ["health", "schools"]))
            }
            let claim = try await store.claim(partner: "health").first
            try await park(try #require(claim), .refusedByPartner, on: store)
            func ids(_ filter: DeliveryFilter) async throws -> Set<String> {
                Set(try await store.outbox.deliveries(matching: filter, limit: 100).map(\.id))
            }

            let health = try await ids(DeliveryFilter(partner: "health"))
            let schools = try await ids(DeliveryFilter(partner: "schools"))
            let byState = try await ids(DeliveryFilter(state: .queued))
                .union(try await ids(DeliveryFilter(state: .sending)))
                .union(try await ids(DeliveryFilter(state: .parked)))
            let all = try await ids(DeliveryFilter())

            #expect(all.count == 6)
            #expect(health.union(schools) == all)
            #expect(health.isDisjoint(with: schools))
            #expect(byState == all)
        }
    }

    @Test func `who sent it again, and why, is kept`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await park(claim, .refusedByPartner, on: store)

            _ = try await resend(claim.delivery, on: store)

            let history = try await store.outbox.history(of: claim.referral)
            let resends = history.first?.deliveries.first?.resends ?? []
            #expect(resends.map(\.askedBy) == ["robin"])
            #expect(resends.map(\.reason) == ["mended"])
        }
    }

    @Test func `filters narrow a list down together`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(1, partners: ["health", "schools"]))
            let claim = try await store.claim(partner: "health").first
            try await park(try #require(claim), .refusedByPartner, on: store)

            let found = try await store.outbox.deliveries(
                matching: DeliveryFilter(partner: "health", state: .parked, outcome: .refused),
                limit: 10
            )
            let none = try await store.outbox.deliveries(
                matching: DeliveryFilter(partner: "schools", state: .parked),
                limit: 10
            )

            #expect(found.map(\.partner) == ["health"])
            #expect(none.isEmpty)
        }
    }

    @Test func `an identifier may be shortened while it is unmistakable`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample())
            let id = try #require(stored.deliveries.first?.id)

            let byPrefix = try await store.outbox.deliveries(
                matching: DeliveryFilter(ids: [String(id.prefix(35))]),
                limit: 10
            )

            #expect(!byPrefix.isEmpty)
            await #expect(throws: OutboxError.unknownDelivery("zzz")) {
                try await store.outbox.deliveries(
                    matching: DeliveryFilter(ids: ["zzz"]),
                    limit: 10
                )
            }
        }
    }

    private func park(_ claim: Claim, _ reason: ParkReason, on store: TestStore) async throws {
        _ = try await store.finish(
            claim,
            with: .sample(.refused),
            step: .park(reason),
            at: t0
        )
    }

    private func resend(
        _ delivery: String,
        again: Bool = false,
        on store: TestStore
    ) async throws -> [String] {
        try await store.outbox.resend(
            [delivery],
            because: "mended",
            by: "robin",
            again: again,
            at: t0.adding(.seconds(10)),
            horizon: { _ in t0.adding(.seconds(7200)) }
        )
    }
}
