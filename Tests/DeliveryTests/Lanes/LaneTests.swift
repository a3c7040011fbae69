import Delivery
import Foundation
import Outbox
import Referrals
import Testing

@Suite struct LaneTests {
    let t0 = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a timer counts also when the clock stepped back while it slept`() throws {
        var lane = Lane(LanePlan(concurrencyMax: 8, ratePerSecond: 1))
        _ = lane.step(.rung, at: t0)
        let wakes = lane.step(.claimed(.sample(1, mayHaveMore: true)), at: t0).wakes
        let moment = try #require(wakes.first)

        let early = lane.step(.woke(for: moment), at: moment.addingTimeInterval(-0.004))

        #expect(!early.wakes.isEmpty)
    }

    @Test func `a ring claims as many as there are free slots`() {
        var lane = Lane(LanePlan(concurrencyMax: 3))

        let effects = lane.step(.rung, at: t0)

        #expect(effects.claims == [3])
    }

    @Test func `a second ring waits for the first claim, then claims again`() {
        var lane = Lane(LanePlan(concurrencyMax: 3))
        _ = lane.step(.rung, at: t0)

        let whileClaiming = lane.step(.rung, at: t0)
        let afterClaim = lane.step(.claimed(.sample(1)), at: t0)

        #expect(whileClaiming.isEmpty)
        #expect(afterClaim.claims == [2])
    }

    @Test func `never more than its slots are on the wire`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)

        let full = lane.step(.claimed(.sample(2)), at: t0)
        let rungWhenFull = lane.step(.rung, at: t0)
        let oneDone = lane.end(.well, at: t0)

        #expect(full.sends == 2)
        #expect(rungWhenFull.claims == [])
        #expect(oneDone.claims == [1])
    }

    @Test func `a pause holds the whole lane until its end`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(1)), at: t0)

        let paused = lane.end(.busy(until: t0.adding(.seconds(30))), at: t0)
        let tooEarly = lane.step(.rung, at: t0.adding(.seconds(29)))
        let after = lane.step(.woke(for: t0.adding(.seconds(30))), at: t0.adding(.seconds(30)))

        #expect(paused.claims == [])
        #expect(paused.wakes == [t0.adding(.seconds(30))])
        #expect(tooEarly.claims == [])
        #expect(after.claims == [1])
    }

    @Test func `the lane wakes when the next delivery is due`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)

        let idle = lane.step(
            .claimed(ClaimResult(claims: [], mayHaveMore: false, nextDue: t0.adding(.seconds(9)))),
            at: t0
        )

        #expect(idle.wakes == [t0.adding(.seconds(9))])
        #expect(idle.claims == [])
    }

    @Test func `every fourth claim takes the longest due, so that nothing is starved`() {
        var lane = Lane(LanePlan(concurrencyMax: 1))

        let orders = (1...8).map { _ in
            let claim = lane.step(.rung, at: t0)
            _ = lane.step(.claimed(.sample(0)), at: t0)
            return claim.orders
        }

        #expect(orders.filter { $0 == [.longestDue] }.count == 2)
        #expect(orders.filter { $0 == [.mostUrgent] }.count == 6)
    }

    @Test func `the next are sent while outcomes are recorded, up to as many again`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)
        var claimed = 0
        var effects = lane.step(.claimed(.sample(2, mayHaveMore: true)), at: t0)
        for _ in 0..<4 {
            effects = lane.step(.finished(.well), at: t0)
            guard !effects.claims.isEmpty else { continue }
            claimed += 1
            effects = lane.step(.claimed(.sample(1, mayHaveMore: true)), at: t0)
        }

        #expect(claimed == 2)
        #expect(lane.step(.recorded(1), at: t0).claims == [1])
    }

    @Test func `what ends while the store records is recorded together afterwards`() {
        var lane = Lane(LanePlan(concurrencyMax: 4))
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(3)), at: t0)

        let effects: [[LaneEffect]] = [
            lane.step(.finished(.well), at: t0),
            lane.step(.finished(.well), at: t0) + lane.step(.finished(.well), at: t0),
            lane.step(.recorded(1), at: t0),
            lane.step(.recorded(2), at: t0),
        ]

        #expect(effects.map(\.records) == [1, 0, 1, 0])
    }

    @Test func `a stop takes no more and is drained when the wire is empty`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(2)), at: t0)

        let stopping = lane.step(.stop, at: t0)
        let oneDone = lane.end(.well, at: t0)
        let drainedEarly = lane.isDrained
        _ = lane.end(.well, at: t0)

        #expect(stopping.isEmpty)
        #expect(oneDone.claims.isEmpty)
        #expect(!drainedEarly)
        #expect(lane.isDrained)
    }

    @Test func `a stop waits for outcomes that cannot be recorded until its drain is over`() {
        var lane = Lane(LanePlan(concurrencyMax: 1))
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(1)), at: t0)
        _ = lane.step(.finished(.well), at: t0)

        _ = lane.step(.stop, at: t0)
        let whileDraining = lane.isDrained
        _ = lane.step(.drainEnded, at: t0)
        let whileRecording = lane.isDrained
        _ = lane.step(.recordGivenUp, at: t0)

        #expect(!whileDraining)
        #expect(!whileRecording)
        #expect(lane.isDrained)
    }

    @Test func `a claim that left some behind is followed by another`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)

        let again = lane.step(.claimed(.sample(0, mayHaveMore: true)), at: t0)

        #expect(again.claims == [2])
    }

    @Test func `a store that cannot be asked is asked again a second later`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)

        let failed = lane.step(.claimFailed, at: t0)
        let again = lane.step(.woke(for: t0.adding(.seconds(1))), at: t0.adding(.seconds(1)))

        #expect(failed.wakes == [t0.adding(.seconds(1))])
        #expect(again.claims == [2])
    }
}

extension LaneTests {
    @Test func `five deliveries that fail in a row open the breaker, and one probe closes it`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        var now = t0
        let opened = lane.fail(5, at: now)

        let whileOpen = lane.step(.rung, at: now)
        now = now.adding(.seconds(Breaker.waitMax))
        let probe = lane.step(.woke(for: now), at: now)
        _ = lane.step(.claimed(.sample(1)), at: now)
        let whileProbing = lane.step(.rung, at: now)
        let closed = lane.end(.well, at: now)

        let outage = Outage(since: t0, cause: Outage.Cause("It is down."), nextProbe: t0)
        #expect(opened.notices == [.opened(outage)])
        #expect(whileOpen.claims == [])
        #expect(probe.claims == [1])
        #expect(whileProbing.claims == [])
        guard case .closed(let ended, let length)? = closed.notices.first else {
            Issue.record("the end of the outage was not told")
            return
        }
        #expect(ended.since == t0)
        #expect(length == .seconds(Breaker.waitMax))
        #expect(closed.claims == [1])
    }

    @Test func `what one broken connection ends counts once, however many were on it`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        func broken(_ delivery: Int, on connection: Int) -> LaneReport {
            LaneReport(
                delivery: "delivery \(delivery)",
                health: .sick,
                cause: Outage.Cause("The connection broke."),
                brokenConnection: connection
            )
        }

        let one = (0..<8).flatMap { lane.end(broken($0, on: 40_001), at: t0) }
        let others = (0..<4).flatMap { lane.end(broken($0, on: 40_002 + $0), at: t0) }

        #expect(one.notices.isEmpty)
        #expect(others.notices.count == 1)
    }

    @Test func `a lane that begins anew goes on with the outage and asks at once`() {
        let outage = Outage(since: t0, cause: Outage.Cause("It is down."), nextProbe: t0)
        var lane = Lane(LanePlan(concurrencyMax: 8), resuming: outage)

        let asked = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(1)), at: t0)
        let failed = lane.end(.sick("delivery", random: 1), at: t0)

        #expect(asked.claims == [1])
        #expect(failed.notices == [])
        #expect(lane.view.outage?.since == t0)
    }

    @Test func `an outage that nobody waits in is not counted for ever`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        _ = lane.fail(5, at: t0)
        let later = t0.addingTimeInterval(Breaker.waitMax)

        _ = lane.step(.woke(for: later), at: later)
        let nothing = lane.step(.claimed(.sample(0)), at: later)

        guard case .lapsed? = nothing.notices.first else {
            Issue.record("the outage goes on")
            return
        }
        #expect(!lane.view.isOutage)
    }

    @Test func `what is our own fault is told apart from an outage`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        var notices: [Breaker.Change] = []
        for number in 0..<5 {
            _ = lane.step(.rung, at: t0)
            _ = lane.step(.claimed(.sample(1)), at: t0)
            let report = LaneReport(
                delivery: "delivery \(number)",
                health: .sick,
                cause: Outage.Cause("The pin is another.", isOurs: true)
            )
            notices += lane.end(report, at: t0).notices
        }

        guard case .opened(let outage)? = notices.first else {
            Issue.record("nobody was told")
            return
        }
        #expect(outage.cause.isOurs)
        #expect(outage.cause.words == "The pin is another.")
    }

    @Test func `a document that its partner cannot digest holds up no other`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))

        let effects = (1...50).flatMap { _ in
            lane.attempt("the same", .sick, at: t0)
        }

        #expect(effects.notices == [])
        #expect(!lane.view.isOutage)
    }

    @Test func `a refusal says that the partner is well`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        _ = lane.fail(4, at: t0)

        _ = lane.attempt("refused", .well, at: t0)
        let effects = lane.fail(4, at: t0)

        #expect(effects.notices == [])
    }

    @Test func `a failed probe waits longer each time, up to a minute`() {
        var lane = Lane(LanePlan(concurrencyMax: 8))
        var now = t0
        var waits: [TimeInterval] = []
        var effects = lane.fail(5, at: now)
        for _ in 1...8 {
            guard let wake = effects.wakes.last else { break }
            waits.append(wake.timeIntervalSince(now))
            now = wake
            _ = lane.step(.woke(for: now), at: now)
            _ = lane.step(.claimed(.sample(1)), at: now)
            effects = lane.end(.sick("delivery 0", random: 1), at: now)
        }

        #expect(waits == [2, 4, 8, 16, 32, 60, 60, 60].map { TimeInterval($0) })
    }

    @Test func `the window halves when the partner fails and grows back by use`() {
        var lane = Lane(LanePlan(concurrencyMax: 16))
        let first = lane.view.slots

        _ = lane.attempt("a", .sick, at: t0)
        let narrowed = lane.view.slots
        for number in 1...200 { _ = lane.attempt("\(number)", .well, at: t0, besides: 15) }

        #expect(first == 4)
        #expect(narrowed == 2)
        #expect(lane.view.slots == 16)
    }

    @Test func `the agreed rate is kept`() {
        var lane = Lane(LanePlan(concurrencyMax: 100, ratePerSecond: 2))
        var sent = 0
        for tick in 0..<100 {
            let now = t0.addingTimeInterval(Double(tick) / 10)
            for limit in lane.step(.rung, at: now).claims {
                _ = lane.step(.claimed(.sample(limit)), at: now)
                sent += limit
                for _ in 0..<limit { _ = lane.end(.well, at: now) }
            }
        }

        // Ten seconds at two a second, and the burst of two at the beginning.
        #expect((18...22).contains(sent))
    }

    @Test func `nothing is claimed while the partner's maintenance is planned`() throws {
        // The first Sunday of October 2026 is in British summer time.
        let window = try #require(MaintenanceWindow("sunday 02:00-04:00"))
        let inside = try Date("2026-10-04T01:30:00Z", strategy: .iso8601)
        var lane = Lane(LanePlan(concurrencyMax: 2, maintenance: [window]))

        let effects = lane.step(.rung, at: inside)
        let after = lane.step(
            .woke(for: inside.addingTimeInterval(5400)),
            at: inside.addingTimeInterval(5400)
        )

        #expect(effects.claims == [])
        #expect(effects.wakes == [inside.addingTimeInterval(5400)])
        #expect(after.claims == [2])
    }

    @Test(arguments: [
        ("sunday 23:00-01:00", "2026-11-30T00:30:00Z", true),
        ("sunday 23:00-01:00", "2026-11-30T01:00:00Z", false),
        ("sunday 23:00-01:00", "2026-11-29T23:00:00Z", true),
        ("monday 02:00-02:30", "2026-11-29T02:10:00Z", false),
    ])
    func `a maintenance window begins and ends on time`(
        text: String,
        moment: String,
        isInside: Bool
    ) throws {
        let window = try #require(MaintenanceWindow(text))

        let end = window.end(containing: try Date(moment, strategy: .iso8601))

        #expect((end != nil) == isInside)
    }

    @Test(arguments: [
        "sunday", "funday 02:00-04:00", "sunday 24:00-25:00", "sunday 2:00-4:00",
        "sunday 02:00-02:00",
    ])
    func `what is no maintenance window is refused`(text: String) {
        #expect(MaintenanceWindow(text) == nil)
    }

    @Test func `a held lane claims nothing until a person lets it go on`() {
        var lane = Lane(LanePlan(concurrencyMax: 2), isHeld: true)

        let held = lane.step(.rung, at: t0)
        let released = lane.step(.held(false), at: t0)

        #expect(held.isEmpty)
        #expect(released.claims == [2])
    }

    @Test func `retries of a sick partner are bounded, first attempts are not`() {
        var lane = Lane(LanePlan(concurrencyMax: 100))
        var retries = 0
        var effects = lane.step(.rung, at: t0)
        while effects.allowsRetries {
            _ = lane.step(.claimed(.retry("\(retries)")), at: t0)
            effects = lane.end(.well, at: t0)
            retries += 1
        }

        #expect(retries == 20)
        #expect(effects.claims == [4])
        #expect(effects.wakes == [t0.adding(.seconds(2))])
    }

    @Test func `what piled up is retried without a wait at a partner that is well`() {
        var lane = Lane(LanePlan(concurrencyMax: 1))
        var effects = lane.step(.rung, at: t0)
        var retried = 0
        while effects.allowsRetries, retried < 1000 {
            retried += 1
            _ = lane.step(.claimed(.retry("delivery \(retried)")), at: t0)
            effects = lane.end(
                LaneReport(delivery: "delivery \(retried)", wasRetry: true, health: .well),
                at: t0
            )
        }

        #expect(retried == 1000)
    }

    @Test func `what is immediate is retried whatever the budget`() {
        var lane = Lane(LanePlan(concurrencyMax: 100))

        var effects = lane.step(.rung, at: t0)
        for number in 0..<100 {
            _ = lane.step(.claimed(.retry("\(number)", isImmediate: true)), at: t0)
            effects = lane.end(.well, at: t0)
        }

        #expect(effects.allowsRetries)
    }

    @Test func `a clock that is set back by a day holds the lane for an hour at most`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.step(.rung, at: t0)
        _ = lane.step(.claimed(.sample(1)), at: t0)
        _ = lane.end(.busy(until: t0.adding(.seconds(60))), at: t0)
        let yesterday = t0.addingTimeInterval(-86_400)

        let effects = lane.step(.rung, at: yesterday)
        let later = lane.step(
            .woke(for: yesterday.adding(RetryAfter.longest)),
            at: yesterday.adding(RetryAfter.longest)
        )

        #expect(effects.wakes == [yesterday.adding(RetryAfter.longest)])
        #expect(later.claims == [1])
    }

    @Test func `a clock that is set back by a day delays the probe for a minute at most`() {
        var lane = Lane(LanePlan(concurrencyMax: 2))
        _ = lane.fail(Breaker.failuresMax, at: t0)
        let yesterday = t0.addingTimeInterval(-86_400)

        let effects = lane.step(.rung, at: yesterday)
        let later = lane.step(
            .woke(for: yesterday.addingTimeInterval(Breaker.waitMax)),
            at: yesterday.addingTimeInterval(Breaker.waitMax)
        )

        #expect(effects.wakes == [yesterday.addingTimeInterval(Breaker.waitMax)])
        #expect(later.claims == [1])
    }
}

extension Lane {
    /// Makes one attempt, with others on the wire meanwhile.
    fileprivate mutating func attempt(
        _ delivery: String,
        _ health: LaneReport.Health,
        at now: Date,
        besides others: Int = 0
    ) -> [LaneEffect] {
        _ = step(.rung, at: now)
        _ = step(.claimed(.sample(1 + others)), at: now)
        let effects = end(
            LaneReport(
                delivery: delivery,
                health: health,
                cause: Outage.Cause("It is down."),
                random: 1
            ),
            at: now
        )
        if !effects.claims.isEmpty { _ = step(.claimed(.sample(0)), at: now) }
        for _ in 0..<others {
            let further = end(.unknown, at: now)
            if !further.claims.isEmpty { _ = step(.claimed(.sample(0)), at: now) }
        }
        return effects
    }

    /// Ends one request and records its outcome.
    fileprivate mutating func end(_ report: LaneReport, at now: Date) -> [LaneEffect] {
        step(.finished(report), at: now) + step(.recorded(1), at: now)
    }

    /// Lets so many different deliveries fail by the partner's fault.
    fileprivate mutating func fail(_ count: Int, at now: Date) -> [LaneEffect] {
        (0..<count).flatMap { attempt("delivery \($0)", .sick, at: now) }
    }
}

extension LaneReport {
    fileprivate static var well: LaneReport { LaneReport(delivery: "delivery", health: .well) }
    fileprivate static var unknown: LaneReport {
        LaneReport(delivery: "delivery", health: .unknown)
    }

    fileprivate static func busy(until end: Date) -> LaneReport {
        LaneReport(delivery: "delivery", health: .busy, pauseUntil: end)
    }

    fileprivate static func sick(_ delivery: String, random: Double) -> LaneReport {
        LaneReport(
            delivery: delivery,
            health: .sick,
            cause: Outage.Cause("It is down."),
            random: random
        )
    }
}

extension [LaneEffect] {
    fileprivate var claims: [Int] {
        compactMap { if case .claim(let limit, _, _) = $0 { limit } else { nil } }
    }

    fileprivate var records: Int {
        count { if case .record = $0 { true } else { false } }
    }

    fileprivate var orders: [ClaimOrder] {
        compactMap { if case .claim(_, let order, _) = $0 { order } else { nil } }
    }

    fileprivate var allowsRetries: Bool {
        contains { if case .claim(_, _, true) = $0 { true } else { false } }
    }

    fileprivate var notices: [Breaker.Change] {
        compactMap { if case .notice(let change) = $0 { change } else { nil } }
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

    fileprivate static func retry(_ delivery: String, isImmediate: Bool = false) -> ClaimResult {
        ClaimResult(
            claims: [
                .sample(
                    delivery: delivery,
                    attempt: 2,
                    urgency: isImmediate ? .immediate : .standard
                )
            ],
            mayHaveMore: false,
            nextDue: nil
        )
    }
}
