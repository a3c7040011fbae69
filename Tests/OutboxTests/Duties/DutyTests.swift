import Foundation
import Outbox
import Testing

@Suite struct DutyTests {
    private let t0 = TestStore.t0

    @Test func `one worker has a duty until it does not renew it, and the next has a higher term`()
        async throws
    {
        try await TestStore.with { store in
            let first = try await store.outbox.take("rescue", by: worker("a"), at: t0)
            let tooEarly = try await store.outbox.take("rescue", by: worker("b"), at: t0)
            let renewed = try await store.outbox.renew(
                worker("a", at: t0.adding(.seconds(10))),
                notes: [:],
                at: t0.adding(.seconds(10))
            )
            let stillHeld = try await store.outbox.take(
                "rescue",
                by: worker("b", at: t0.adding(.seconds(16))),
                at: t0.adding(.seconds(16))
            )
            let second = try await store.outbox.take(
                "rescue",
                by: worker("b", at: t0.adding(.seconds(25))),
                at: t0.adding(.seconds(25))
            )
            let lost = try await store.outbox.renew(
                worker("a", at: t0.adding(.seconds(26))),
                notes: [:],
                at: t0.adding(.seconds(26))
            )

            #expect(first == Tenure(duty: "rescue", worker: "a", term: 1))
            #expect(tooEarly == nil)
            #expect(renewed == Set([first].compactMap(\.self)))
            #expect(stillHeld == nil)
            #expect(second == Tenure(duty: "rescue", worker: "b", term: 2))
            #expect(lost.isEmpty)
        }
    }

    @Test func `a worker that renews too late has lost its duties, whoever has them`() async throws
    {
        try await TestStore.with { store in
            _ = try await store.outbox.take("rescue", by: worker("a"), at: t0)

            let late = t0.adding(.seconds(15))
            let held = try await store.outbox.renew(worker("a", at: late), notes: [:], at: late)

            #expect(held.isEmpty)
        }
    }

    @Test func `what was resigned can be taken at once, and only the newest term resigns`()
        async throws
    {
        try await TestStore.with { store in
            let first = try #require(try await store.outbox.take("rescue", by: worker("a"), at: t0))
            try await store.outbox.resign([first], at: t0)
            let second = try await store.outbox.take("rescue", by: worker("b"), at: t0)
            try await store.outbox.resign([first], at: t0)

            let duties = try await store.outbox.duties()

            #expect(second?.term == 2)
            #expect(duties.first?.worker == "b")
            #expect(duties.first?.endsAt == t0.adding(.seconds(15)))
        }
    }

    @Test func `many workers that reach for a duty at once leave it to one`() async throws {
        try await TestStore.with { store in
            let taken = try await withThrowingTaskGroup(of: Tenure?.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await store.outbox.take("lane/x", by: worker("w\(number)"), at: t0)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(taken.compactMap(\.self).count == 1)
        }
    }

    @Test func `what a worker was sending is uncertain when the worker is gone, not before`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.outbox.renew(worker("worker-1"), notes: [:], at: t0)
            _ = try await store.claimOne()

            let early = try await store.outbox.rescueAbandoned(at: t0.adding(.seconds(14)))
            let then = try await store.outbox.rescueAbandoned(at: t0.adding(.seconds(15)))

            #expect(early.isEmpty)
            #expect(then == ["northshire"])
            #expect(try await store.states() == [.uncertain])
        }
    }

    @Test func `a lease is renewed while it lasts and not after`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.claimOne()
            try await store.outbox.extendLeases(
                of: "worker-1",
                by: .seconds(60),
                at: t0.adding(.seconds(50))
            )
            let kept = try await store.outbox.rescueExpired(at: t0.adding(.seconds(100)))
            try await store.outbox.extendLeases(
                of: "worker-1",
                by: .seconds(60),
                at: t0.adding(.seconds(110))
            )
            let lost = try await store.outbox.rescueExpired(at: t0.adding(.seconds(110)))

            #expect(kept.isEmpty)
            #expect(lost == ["northshire"])
        }
    }

    private func worker(_ id: String, at now: Date = TestStore.t0) -> WorkerLine {
        WorkerLine(
            id: id,
            host: "host",
            version: "1",
            since: t0,
            endsAt: now.adding(.seconds(15))
        )
    }
}
