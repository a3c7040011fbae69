import Foundation
import Outbox
import Testing

@Suite struct ManyWorkersTests {
    private let t0 = TestStore.t0

    @Test func `workers that claim at once share what is due, and nothing is claimed twice`()
        async throws
    {
        try await TestStore.with { store in
            for number in 0..<40 { try await store.add(.sample(number, id: "referral-\(number)")) }

            let claims = try await withThrowingTaskGroup(of: [Claim].self) { group in
                for number in 0..<8 {
                    group.addTask { try await store.claim(by: "worker-\(number)", upTo: 10) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let rest = try await store.claim(by: "worker-9")

            #expect(Set((claims + rest).map(\.delivery)).count == 40)
            #expect((claims + rest).count == 40)
        }
    }

    @Test func `a child's versions go out in order, whoever claims them`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(version: 1))
            let first = try await store.claimOne(by: "worker-1")
            try await store.add(.sample(version: 2))

            let while1 = try await store.claim(by: "worker-2")
            try await store.deliver(first)
            let then = try await store.claim(by: "worker-2")

            #expect(while1.isEmpty)
            #expect(then.map(\.version) == [2])
        }
    }

    @Test
    func `an ending that is recorded again, because nobody learnt of the first, changes nothing`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            let ending = AttemptEnding(
                claim,
                with: .sample(.unreachable),
                step: .retry(at: t0.adding(.seconds(5))),
                at: t0
            )

            let first = try await store.outbox.finish([ending])
            let again = try await store.outbox.finish([ending])

            let attempts = try await store.outbox.history(of: "CASE-1").first?.deliveries.first?
                .attempts
            #expect(first == [.applied])
            #expect(again == [.applied])
            #expect(attempts?.map(\.isLate) == [false])
        }
    }

    @Test func `endings of many deliveries are told apart`() async throws {
        try await TestStore.with { store in
            for number in 0..<3 { try await store.add(.sample(number, id: "referral-\(number)")) }
            let claims = try await store.claim()
            _ = try await store.outbox.rescueExpired(at: t0.adding(.seconds(60)))
            let held = try await store.claim(at: t0.adding(.seconds(60)), by: "worker-2", upTo: 1)

            let results = try await store.outbox.finish(
                [
                    AttemptEnding(
                        claims[0],
                        with: .sample(.refused),
                        step: .park(.refusedByPartner),
                        at: t0
                    ),
                    AttemptEnding(
                        held[0],
                        with: .sample(.delivered),
                        step: .delivered(receipt: Data("{}".utf8), owed: Owed(), pollAt: nil),
                        at: t0
                    ),
                ]
            )

            #expect(results == [.late, .applied])
            let states = try await store.states()
            #expect(states.filter { $0 == .uncertain }.count == 2)
            #expect(states.filter { $0 == .delivered }.count == 1)
        }
    }

    @Test func `a referral that is submitted many times at once is stored once`() async throws {
        try await TestStore.with { store in
            let added = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        if case .added = try await store.outbox.add(.sample()) {
                            true
                        } else {
                            false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(added == 1)
            #expect(try await store.states() == [.queued])
        }
    }
}
