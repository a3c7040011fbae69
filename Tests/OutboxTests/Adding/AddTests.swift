import Foundation
import Outbox
import Testing

@Suite struct AddTests {
    @Test func `a referral is queued for each partner under keys of their own`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample(partners: ["health", "schools"]))

            let health = try await store.claim(partner: "health")
            let schools = try await store.claim(partner: "schools")

            #expect(stored.deliveries.map(\.partner) == ["health", "schools"])
            #expect(stored.deliveries.allSatisfy { $0.state == .queued })
            #expect(Set((health + schools).map(\.idempotencyKey)).count == 2)
        }
    }

    @Test func `a referral and its deliveries are stored together or not at all`() async throws {
        try await TestStore.with { store in
            // Two live deliveries to one partner break a rule of the store, the second of them.
            await #expect(throws: (any Error).self) {
                try await store.add(.sample(partners: ["schools", "schools"]))
            }

            #expect(try await store.states() == [])
            #expect(try await store.claim(partner: "schools").isEmpty)
            let stored = try await store.add(.sample(partners: ["schools"]))
            #expect(stored.deliveries.count == 1)
        }
    }

    @Test func `the same source reference again returns the first`() async throws {
        try await TestStore.with { store in
            let first = try await store.add(.sample())

            let same = try await store.outbox.add(.sample())
            let other = try await store.outbox.add(.sample(content: "changed"))

            #expect(same == .alreadyThere(first, sameContent: true, newest: 1))
            #expect(other == .alreadyThere(first, sameContent: false, newest: 1))
            #expect(try await store.states() == [.queued])
        }
    }

    @Test func `a newer version supersedes an unsent older one`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(version: 1))
            try await store.add(.sample(version: 2))

            let claims = try await store.claim()

            #expect(Set(try await store.states()) == [.superseded, .sending])
            #expect(claims.map(\.version) == [2])
        }
    }

    @Test func `an older version after a newer one changes nothing`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(version: 2))

            let late = try await store.outbox.add(.sample(version: 1))

            #expect(late == .newerVersionThere(2))
        }
    }

    @Test func `all versions of a source reference have one identity`() async throws {
        try await TestStore.with { store in
            let first = try await store.add(.sample(version: 1))

            let second = try await store.outbox.add(.sample(id: "other", version: 2))
            let stranger = try await store.outbox.add(.sample(2, id: first.id))

            #expect(second == .identityIs(first.id))
            #expect(stranger == .identityTaken)
        }
    }

    @Test func `a document that could not be made is parked with its reason`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(document: .notProjected("No code for this.")))

            let lines = try await store.outbox.deliveries(matching: DeliveryFilter(), limit: 10)

            #expect(lines.map(\.parkReason) == [.notProjected])
            #expect(lines.first?.lastExplanation?.summary == "No code for this.")
            #expect(try await store.claim().isEmpty)
        }
    }

    @Test func `an unrouted referral is kept and counted`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(partners: [], unrouted: true))

            #expect(try await store.outbox.queue(at: TestStore.t0).unrouted == 1)
        }
    }

    @Test func `a newer version with recipients settles an unrouted one`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(version: 1, partners: [], unrouted: true))
            try await store.add(.sample(version: 2))

            #expect(try await store.outbox.queue(at: TestStore.t0).unrouted == 0)
        }
    }
}
