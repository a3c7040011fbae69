import Delivery
import Foundation
import Outbox
import Testing

@Suite struct LaneTests {
    let t0 = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a ring claims as many as there are free slots`() {
        var lane = Lane(slots: 3)

        let effects = lane.step(.rung, at: t0)

        #expect(effects.claims == [3])
    }

    @Test func `a second ring waits for the first claim, then claims again`() {
        var lane = Lane(slots: 3)
        _ = lane.step(.rung, at: t0)

        let whileClaiming = lane.step(.rung, at: t0)
        let afterClaim = lane.step(.claimed(.sample(1)), at: t0)

        #expect(whileClaiming.isEmpty)
        #expect(afterClaim.claims == [2])
    }

    @Test func `never more than its slots are on the wire`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)

        let full = lane.step(.claimed(.sample(2)), at: t0)
        let rungWhenFull = lane.step(.rung, at: t0)
        let oneDone = lane.step(.finished(pauseUntil: nil), at: t0)

        #expect(full.sends == 2)
        #expect(rungWhenFull.claims == [])
        #expect(oneDone.claims == [1])
    }

    @Test func `a pause holds the whole lane until its end`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(1)), at: t0)

        let paused = lane.step(.finished(pauseUntil: t0.adding(.seconds(30))), at: t0)
        let tooEarly = lane.step(.rung, at: t0.adding(.seconds(29)))
        let after = lane.step(.woke, at: t0.adding(.seconds(30)))

        #expect(paused.claims == [])
        #expect(paused.wakes == [t0.adding(.seconds(30))])
        #expect(tooEarly.claims == [])
        #expect(after.claims == [2])
    }

    @Test func `the lane wakes when the next delivery is due`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)

        let idle = lane.step(
            .claimed(ClaimResult(claims: [], mayHaveMore: false, nextDue: t0.adding(.seconds(9)))),
            at: t0
        )

        #expect(idle.wakes == [t0.adding(.seconds(9))])
        #expect(idle.claims == [])
    }

    @Test func `every fourth claim takes the longest due, so that nothing is starved`() {
        var lane = Lane(slots: 1)

        let orders = (1...8).map { _ in
            let claim = lane.step(.rung, at: t0)
            _ = lane.step(.claimed(.sample(0)), at: t0)
            return claim.orders
        }

        #expect(orders.filter { $0 == [.longestDue] }.count == 2)
        #expect(orders.filter { $0 == [.mostUrgent] }.count == 6)
    }

    @Test func `a stop takes no more and is drained when the wire is empty`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(2)), at: t0)

        let stopping = lane.step(.stop, at: t0)
        let oneDone = lane.step(.finished(pauseUntil: nil), at: t0)
        let drainedEarly = lane.isDrained
        _ = lane.step(.finished(pauseUntil: nil), at: t0)

        #expect(stopping.isEmpty)
        #expect(oneDone.isEmpty)
        #expect(!drainedEarly)
        #expect(lane.isDrained)
    }

    @Test func `a claim that left some behind is followed by another`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)

        let again = lane.step(.claimed(.sample(0, mayHaveMore: true)), at: t0)

        #expect(again.claims == [2])
    }

    @Test func `a store that cannot be asked is asked again a second later`() {
        var lane = Lane(slots: 2)
        _ = lane.step(.rung, at: t0)

        let failed = lane.step(.claimFailed, at: t0)
        let again = lane.step(.woke, at: t0.adding(.seconds(1)))

        #expect(failed.wakes == [t0.adding(.seconds(1))])
        #expect(again.claims == [2])
    }
}

extension [LaneEffect] {
    fileprivate var claims: [Int] {
        compactMap { if case .claim(let limit, _) = $0 { limit } else { nil } }
    }

    fileprivate var orders: [ClaimOrder] {
        compactMap { if case .claim(_, let order) = $0 { order } else { nil } }
    }

    fileprivate var sends: Int { count { if case .send = $0 { true } else { false } } }

    fileprivate var wakes: [Date] {
        compactMap { if case .wake(let moment) = $0 { moment } else { nil } }
    }
}

extension ClaimResult {
    fileprivate static func sample(_ number: Int, mayHaveMore: Bool = false) -> ClaimResult {
        ClaimResult(
            claims: (0..<number).map { Claim.sample(delivery: "delivery \($0)") },
            mayHaveMore: mayHaveMore,
            nextDue: nil
        )
    }
}
