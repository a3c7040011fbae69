import Database
import Foundation
import Outbox
import Testing

/// Partners' answers may come in any order, any number of times, and again after they were lost.
@Suite struct AnswerOrderTests {
    let t0 = TestStore.t0

    private static let answers: [NewAnswer] = [
        .of(.received), .of(.acknowledged), .of(.decision, "not-our-area"),
        .of(.decision, "insufficient-information"), .of(.decision, "assessment"),
        .of(.outcome), .of(.rejected), .of(.acknowledged, note: "another team"),
    ]

    @Test(arguments: 0..<40)
    func `any permutation, repetition and redelivery ends in the same state and history`(
        seed: Int
    ) async throws {
        var random = Shuffle(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let some = Self.answers.filter { _ in random.next() % 3 > 0 }
        let one = some
        // Each once or several times, in any order, in batches of any size.
        let other = (some + some.filter { _ in random.next() % 2 == 0 }).shuffled(using: &random)

        let first = try await end(of: one, in: [])
        let second = try await end(
            of: other,
            in: other.map { _ in Int(random.next() % 3) + 1 }
        )

        #expect(first == second)
    }

    @Test func `what a set of answers proves depends on nothing else`() {
        let decisions = [nil, "not-our-area", "insufficient-information", "assessment"]
        for kinds in AnswerKind.allCases.subsets {
            for decision in decisions {
                let facts = Set(
                    kinds.map {
                        AnswerFact($0, decision: $0 == .decision ? decision ?? "other" : nil)
                    }
                )
                let proof = Proof(facts)
                #expect(Proof(Set(facts.sorted { "\($0)" > "\($1)" })) == proof)
                // One fact more never undoes a decision that settles the case.
                if proof?.state == .decided {
                    for kind in AnswerKind.allCases {
                        let more = facts.union([
                            AnswerFact(kind, decision: kind == .decision ? "other" : nil)
                        ])
                        #expect(Proof(more)?.state == .decided)
                    }
                }
            }
        }
    }

    /// The state and the history after answers came in batches of these sizes.
    private func end(of answers: [NewAnswer], in sizes: [Int]) async throws -> [String] {
        var end: [String] = []
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            try await store.deliver(claim)
            var rest = answers[...]
            var sizes = sizes
            while !rest.isEmpty {
                let size = sizes.isEmpty ? 1 : sizes.removeFirst()
                _ = try await store.outbox.record(
                    Array(rest.prefix(size)),
                    for: claim.delivery,
                    from: nil,
                    nextPoll: .unchanged,
                    at: t0
                )
                rest = rest.dropFirst(size)
            }
            let history = try await store.outbox.history(of: claim.delivery)
            let delivery = try #require(history.first?.deliveries.first)
            end =
                [delivery.state.rawValue, delivery.parkReason?.rawValue ?? "none"]
                + delivery.answers.map { String(decoding: $0.content, as: UTF8.self) }.sorted()
        }
        return end
    }
}

extension NewAnswer {
    fileprivate static func of(
        _ kind: AnswerKind,
        _ decision: String? = nil,
        note: String = ""
    ) -> NewAnswer {
        NewAnswer(
            kind: kind,
            decision: decision,
            path: .poll,
            content: Data("{\"kind\":\"\(kind.rawValue)\",\"\(decision ?? "")\":\"\(note)\"}".utf8)
        )
    }
}

extension Array {
    /// Every selection of elements.
    fileprivate var subsets: [[Element]] {
        reduce([[]]) { subsets, element in subsets + subsets.map { $0 + [element] } }
    }
}

private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
