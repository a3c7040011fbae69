import Foundation
import Outbox
import Testing

@Suite struct ProofTests {
    let t0 = TestStore.t0

    @Test(arguments: [
        (["assessment", "not-our-area"], DeliveryState.acknowledged),
        (["not-our-area", "assessment"], .decided),
        (["assessment", "insufficient-information"], .parked),
        (["insufficient-information", "assessment"], .decided),
    ])
    func `of decisions that contradict one another the last that was made counts`(
        decisions: [String],
        state: DeliveryState
    ) {
        let facts = decisions.enumerated().map { index, decision in
            AnswerFact(.decision, decision: decision, at: t0.addingTimeInterval(Double(index)))
        }

        #expect(Proof(Set(facts))?.state == state)
        #expect(Proof(Set(facts.reversed()))?.state == state)
    }

    @Test
    func
        `whoever passed the child on is free once it is taken on, and a person acts if nobody is known`()
    {
        let facts: Set = [AnswerFact(.decision, decision: "not-our-area", at: t0)]

        #expect(Proof(facts, rerouting: .underWay)?.state == .acknowledged)
        #expect(Proof(facts, rerouting: .accepted)?.state == .decided)
        #expect(Proof(facts, rerouting: .leftToPerson)?.reason == .notOurArea)
    }

    @Test func `a withdrawal that is confirmed is at its end`() {
        #expect(Proof([AnswerFact(.receipt)], to: .withdrawal)?.state == .delivered)
        #expect(Proof([AnswerFact(.acknowledged)], to: .withdrawal)?.state == .withdrawn)
        #expect(Proof([AnswerFact(.rejected)], to: .withdrawal)?.reason == .rejectedByPartner)
    }

    @Test func `what is said by telephone does not stop what was not sent`() async throws {
        try await TestStore.with { store in
            let stored = try await store.add(.sample())
            let id = try #require(stored.deliveries.first?.id)
            let spoken = NewAnswer(
                kind: .acknowledged,
                decision: nil,
                path: .telephone,
                content: Data("{}".utf8),
                saidAt: t0
            )

            _ = try await store.outbox.record(
                [spoken],
                for: id,
                from: nil,
                nextPoll: .unchanged,
                at: t0
            )
            let before = try await store.states()
            try await store.deliver(try await store.claimOne())

            #expect(before == [.queued])
            #expect(try await store.states() == [.acknowledged])
        }
    }

    @Test func `a time that cannot be counts from when the answer came`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await store.deliver(claim)
            let asked = NewAnswer.decision(
                "insufficient-information",
                saidAt: t0.adding(.seconds(5))
            )
            let decided = NewAnswer.decision("assessment", saidAt: .distantPast)

            for (answer, seconds) in [(asked, 10), (decided, 20)] {
                _ = try await store.outbox.record(
                    [answer],
                    for: claim.delivery,
                    from: nil,
                    nextPoll: .unchanged,
                    at: t0.adding(.seconds(seconds))
                )
            }

            #expect(try await store.states() == [.decided])
        }
    }

    @Test func `a clock that is a little behind is believed`() {
        let before = t0.addingTimeInterval(-600)
        let years = t0.addingTimeInterval(-86_400 * 1000)

        #expect(SaidTime.isPlausible(before, sent: t0, received: t0))
        #expect(!SaidTime.isPlausible(years, sent: t0, received: t0))
        #expect(!SaidTime.isPlausible(t0.addingTimeInterval(86_400), sent: t0, received: t0))
    }
}

extension NewAnswer {
    fileprivate static func decision(_ code: String, saidAt: Date) -> NewAnswer {
        NewAnswer(
            kind: .decision,
            decision: code,
            path: .poll,
            content: Data("{\"decision\":\"\(code)\"}".utf8),
            saidAt: saidAt
        )
    }
}
