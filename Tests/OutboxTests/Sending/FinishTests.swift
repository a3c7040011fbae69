import Foundation
import Outbox
import Testing

@Suite struct FinishTests {
    let t0 = TestStore.t0

    @Test func `a receipt makes it delivered and is kept as an answer`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample())

            let finish = try await store.deliver(try await store.claimOne())

            let delivery = try await store.outbox.history(of: stored.id).first?.deliveries.first
            #expect(finish == .applied)
            #expect(delivery?.state == .delivered)
            #expect(delivery?.answers.map(\.kind) == [.receipt])
        }
    }

    @Test func `a retry is due later, under the same key and with the same bytes`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let first = try await store.claimOne()
            _ = try await store.finish(
                first,
                with: .sample(.unreachable),
                step: .retry(at: t0.adding(.seconds(5))),
                at: t0
            )

            let tooEarly = try await store.claim(at: t0.adding(.seconds(4)))
            let second = try await store.claimOne(at: t0.adding(.seconds(5)))

            #expect(tooEarly.isEmpty)
            #expect(second.idempotencyKey == first.idempotencyKey)
            #expect(second.body == first.body)
            #expect(second.epoch > first.epoch)
            #expect(!second.mayBeHeld)
        }
    }

    @Test func `an uncertain delivery is claimed as one`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.finish(
                try await store.claimOne(),
                with: .sample(.uncertain),
                step: .reconcile(at: t0),
                at: t0
            )

            let uncertain = try await store.states()
            let claim = try await store.claimOne()

            #expect(uncertain == [.uncertain])
            #expect(claim.mayBeHeld)
        }
    }

    @Test func `a worker that lost its lease cannot finish another's attempt`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample())
            let lost = try await store.claimOne(by: "worker-1")
            let later = t0.adding(.seconds(61))
            _ = try await store.outbox.rescueExpired(at: later)
            let held = try await store.claimOne(at: later, by: "worker-2")

            let late = try await store.finish(
                lost,
                with: .sample(.refused),
                step: .park(.refusedByPartner),
                at: later
            )
            let state = try await store.states()
            let finish = try await store.deliver(held, at: later)

            let attempts =
                try await store.outbox.history(of: stored.id).first?
                .deliveries.first?.attempts ?? []
            #expect(late == .late)
            #expect(state == [.sending])
            #expect(finish == .applied)
            #expect(attempts.map(\.isLate) == [true, false])
        }
    }

    @Test func `what a dead process was sending is uncertain at the next start`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.claimOne(by: "dead")

            let partners = try await store.outbox.rescueOrphans(exceptOf: "new", at: t0)

            #expect(partners == ["northshire"])
            #expect(try await store.states() == [.uncertain])
        }
    }

    @Test func `a lease that still runs is left alone`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.claimOne()

            #expect(try await store.outbox.rescueExpired(at: t0.adding(.seconds(59))) == [])
        }
    }

    @Test func `what is given back counts as no attempt`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.finish(
                try await store.claimOne(),
                with: .sample(.givenBack),
                step: .giveBack(mayBeHeld: false),
                at: t0
            )

            #expect(try await store.claimOne().attempt == 1)
        }
    }
}
