import Database
import Foundation
import Outbox
import Testing

@Suite struct AnswerTests {
    let t0 = TestStore.t0

    @Test(arguments: [
        ([AnswerKind.receipt], DeliveryState.delivered), ([.received], .delivered),
        ([.receipt, .acknowledged], .acknowledged),
        ([.decision], .decided), ([.outcome, .receipt], .decided),
        ([.rejected, .receipt], .parked),
    ])
    func `answers prove a state`(kinds: [AnswerKind], state: DeliveryState) {
        let facts = kinds.map { AnswerFact($0, decision: $0 == .decision ? "assessment" : nil) }

        #expect(Proof(Set(facts))?.state == state)
    }

    @Test func `what does not open of one child holds up no question about others`() async throws {
        try await TestStore.with { store in
            for number in 1...2 { try await store.add(.sample(number)) }
            let claims = try await store.claim(upTo: 2)
            for claim in claims { try await store.deliver(claim) }
            try await store.database.write { connection in
                _ = try connection.execute(
                    """
                    UPDATE child_key SET wrapped = $1 WHERE id = (
                        SELECT data_key FROM delivery WHERE id = $2)
                    """,
                    [.blob(Data(repeating: 1, count: 61)), .text(claims[0].delivery)]
                )
            }

            let due = try await store.outbox.duePolls(
                upTo: 10,
                of: "northshire",
                at: TestStore.t0.adding(.seconds(60))
            )

            #expect(due.unreadable == [claims[0].delivery])
            #expect(due.polls.map(\.delivery) == [claims[1].delivery])
        }
    }

    @Test func `any order and any repetition of answers ends in the same state`() async throws {
        let answers: [AnswerKind] = [.received, .acknowledged, .decision, .acknowledged]
        for order in [[0, 1, 2, 3], [2, 1, 0, 3], [3, 2, 2, 0, 1], [1, 1, 3, 0, 2]] {
            try await TestStore.with { store in
                let delivery = try await delivered(on: store)

                for index in order {
                    _ = try await store.outbox.record(
                        [.sample(answers[index])],
                        for: delivery,
                        from: nil,
                        nextPoll: .never,
                        at: t0
                    )
                }

                #expect(try await store.states() == [.decided])
            }
        }
    }

    @Test func `the same answer again is not kept twice`() async throws {
        try await TestStore.with { store in
            let delivery = try await delivered(on: store)

            let first = try await store.outbox.record(
                [.sample(.acknowledged)],
                for: delivery,
                from: nil,
                nextPoll: .never,
                at: t0
            )
            let again = try await store.outbox.record(
                [.sample(.acknowledged)],
                for: delivery,
                from: nil,
                nextPoll: .never,
                at: t0
            )

            #expect((first, again) == (1, 0))
        }
    }

    @Test func `an answer while we are still sending settles it`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()

            _ = try await store.outbox.record(
                [.sample(.acknowledged)],
                for: claim.delivery,
                from: nil,
                nextPoll: .never,
                at: t0
            )
            let finish = try await store.finish(
                claim,
                with: .sample(.uncertain),
                step: .reconcile(at: t0),
                at: t0
            )

            #expect(finish == .late)
            #expect(try await store.states() == [.acknowledged])
        }
    }

    @Test func `an answer does not stop what a person sends once more, and counts afterwards`()
        async throws
    {
        try await TestStore.with { store in
            let delivery = try await delivered(on: store)
            let later = t0.adding(.seconds(60))
            _ = try await store.outbox.resend(
                [delivery],
                because: "they lost it",
                by: "Robin Testerly",
                again: true,
                at: later,
                horizon: { _ in later.adding(.seconds(3600)) }
            )

            _ = try await store.outbox.record(
                [.sample(.acknowledged)],
                for: delivery,
                from: nil,
                nextPoll: .never,
                at: later
            )
            let before = try await store.states()
            try await store.deliver(try await store.claimOne(at: later), at: later)

            #expect(before == [.queued])
            #expect(try await store.states() == [.acknowledged])
        }
    }

    @Test func `answers cannot be changed`() async throws {
        try await TestStore.with { store in
            _ = try await delivered(on: store)

            await #expect(throws: (any Error).self) {
                try await store.database.write { connection in
                    try connection.execute("UPDATE answer SET kind = 'received'")
                }
            }
        }
    }

    @Test func `a delivery is polled when due and then put off`() async throws {
        try await TestStore.with { store in
            let delivery = try await delivered(on: store)
            let due = t0.adding(.seconds(5))

            let early = try await polls(on: store, at: t0)
            let first = try await polls(on: store, at: due)
            try await store.outbox.putOff(
                [PutOff(delivery: delivery, until: due.adding(.seconds(60)))],
                at: due
            )
            let second = try await polls(on: store, at: due)

            #expect(early.isEmpty)
            #expect(first == [delivery])
            #expect(second.isEmpty)
        }
    }

    @Test func `after the decision it is asked about on another rhythm`() async throws {
        try await TestStore.with { store in
            let delivery = try await delivered(on: store)

            _ = try await store.outbox.record(
                [.sample(.decision)],
                for: delivery,
                from: nil,
                nextPoll: .at(open: t0, decided: t0.adding(.seconds(500))),
                at: t0
            )

            #expect(try await polls(on: store, at: t0.adding(.seconds(499))).isEmpty)
            #expect(try await polls(on: store, at: t0.adding(.seconds(500))) == [delivery])
        }
    }

    private func delivered(on store: TestStore) async throws -> String {
        try await store.add(.sample())
        let claim = try await store.claimOne()
        try await store.deliver(claim)
        return claim.delivery
    }

    private func polls(on store: TestStore, at now: Date) async throws -> [String] {
        try await store.outbox.duePolls(upTo: 10, of: "northshire", at: now).polls
            .map(\.delivery)
    }
}

extension NewAnswer {
    fileprivate static func sample(_ kind: AnswerKind) -> NewAnswer {
        NewAnswer(
            kind: kind,
            decision: kind == .decision ? "assessment" : nil,
            path: .poll,
            content: Data("{\"kind\":\"\(kind.rawValue)\"}".utf8)
        )
    }
}
