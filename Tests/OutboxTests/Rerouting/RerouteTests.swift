import Foundation
import Outbox
import Testing

@Suite struct RerouteTests {
    let t0 = TestStore.t0

    @Test func `two agencies that name each other are left to a person, who is told so`()
        async throws
    {
        try await TestStore.with { store in
            let stored = try await store.add(.sample(partners: ["east", "west"]))
            for partner in ["east", "west"] {
                let claim = try #require(try await store.claim(partner: partner).first)
                try await store.deliver(claim)
                try await store.answer(claim, .decision, "not-our-area", words: partner)
            }

            var obstacles: [RerouteObstacle?] = []
            for wanted in try await store.outbox.wantedReroutes(upTo: 10) {
                let other = NewDelivery(
                    partner: wanted.partner == "east" ? "west" : "east",
                    contract: "education/1.0",
                    document: .frozen(Data("{}".utf8)),
                    horizon: t0
                )
                obstacles.append(
                    try await store.outbox.reroute(wanted, to: .success(other), at: t0)
                )
            }

            #expect(obstacles == [.passedOn, .passedOn])
            let lines = try await store.outbox.deliveries(matching: DeliveryFilter(), limit: 10)
            #expect(lines.map(\.parkReason) == [.notOurArea, .notOurArea])
            #expect(lines.map(\.rerouteObstacle) == [.passedOn, .passedOn])
            let history = try await store.outbox.history(of: stored.id)
            #expect(history.first?.deliveries.map(\.rerouteObstacle) == [.passedOn, .passedOn])
        }
    }
}
