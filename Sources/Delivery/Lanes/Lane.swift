package import Foundation
import Outbox

/// All deliveries to one partner, as a value that decides and does nothing itself.
package struct Lane: Sendable {
    /// Every fourth claim takes the longest due whatever its urgency, so that `standard` is never
    /// starved by a stream of `immediate`.
    private static let fairness = 4

    /// The time after which the store is asked again when it failed.
    private static let afterFailure: Duration = .seconds(1)

    /// The name of the duty to drive the lane of a partner.
    package static func duty(of partner: String) -> String { dutyPrefix + partner }

    /// The partner whose lane a duty drives; nil for another duty.
    package static func partner(ofDuty duty: String) -> String? {
        guard duty.hasPrefix(dutyPrefix) else { return nil }
        return String(duty.dropFirst(dutyPrefix.count))
    }

    private static let dutyPrefix = "lane/"

    private let maintenance: [MaintenanceWindow]
    private var window: ConcurrencyWindow
    private var rate: TokenBucket?
    private var breaker: Breaker
    private var retries = RetryBudget()
    private var inFlight = 0
    /// Requests that are off the wire and whose outcome is not durable yet.
    private var unrecorded = 0
    private var isRecording = false
    private var isClaiming = false
    private var claims = 0
    /// Whether the last claim could take whatever is due.
    private var claimedAll = false
    private var mayHaveMore = false
    private var pausedUntil: Date?
    private var wakesAt: Date?
    private var isHeld: Bool
    private var isStopping = false
    private var isDrainOver = false

    /// A lane as agreed with its partner; a held one waits for a person, and one whose partner was down
    /// before goes on with that.
    package init(_ plan: LanePlan, isHeld: Bool = false, resuming outage: Outage? = nil) {
        breaker = Breaker(resuming: outage)
        window = ConcurrencyWindow(cap: plan.concurrencyMax)
        rate = plan.ratePerSecond.map { TokenBucket(perSecond: $0, burst: $0) }
        maintenance = plan.maintenance
        self.isHeld = isHeld
    }

    /// Whether the lane has stopped, nothing of it is on the wire, and no outcome waits to be recorded,
    /// unless that failed until the drain was over.
    package var isDrained: Bool {
        isStopping && inFlight == 0 && !isClaiming && !isRecording
            && (unrecorded == 0 || isDrainOver)
    }

    /// What people may see of it.
    package var view: LaneView {
        LaneView(
            slots: window.slots,
            slotsMax: window.cap,
            inFlight: inFlight,
            outage: breaker.outage,
            isHeld: isHeld,
            pausedUntil: pausedUntil,
            maintenance: maintenance
        )
    }

    /// Takes in what happened and says what to do.
    package mutating func step(_ event: LaneEvent, at now: Date) -> [LaneEffect] {
        var effects: [LaneEffect] = []
        switch event {
        case .rung:
            mayHaveMore = true
        case .woke(let moment):
            // A clock that is set by a server's may step back while somebody sleeps.
            if let wakesAt, wakesAt <= max(now, moment) { self.wakesAt = nil }
            mayHaveMore = true
        case .claimed(let result):
            return taken(result, at: now)
        case .claimFailed:
            isClaiming = false
            breaker.abandoned(at: now)
            return wake(at: now.adding(Self.afterFailure))
        case .finished(let report):
            effects = (finished(report, at: now).map { [.notice($0)] } ?? []) + record()
        case .recorded(let count):
            unrecorded -= count
            isRecording = false
            effects = record()
            // A newer version may have waited for this one.
            mayHaveMore = true
        case .recordGivenUp:
            isRecording = false
        case .held(let isHeld):
            self.isHeld = isHeld
            mayHaveMore = true
        case .stop:
            isStopping = true
        case .drainEnded:
            isDrainOver = true
        }
        return effects + claim(at: now)
    }

    private mutating func taken(_ result: ClaimResult, at now: Date) -> [LaneEffect] {
        mayHaveMore = mayHaveMore || result.mayHaveMore
        isClaiming = false
        inFlight += result.claims.count
        var notices: [LaneEffect] = []
        if result.claims.isEmpty {
            // Nobody was there to be sent: the partner was not asked.
            breaker.abandoned(at: now)
            if result.nextDue == nil, claimedAll, inFlight == 0, unrecorded == 0 {
                notices = breaker.lapsed(at: now).map { [.notice($0)] } ?? []
            }
        }
        for claim in result.claims {
            rate?.take(1, at: now)
            retries.count(isRetry: claim.isRetry, at: now)
        }
        var effects = notices + result.claims.map(LaneEffect.send)
        if let next = result.nextDue { effects += wake(at: next) }
        return effects + claim(at: now)
    }

    private mutating func finished(_ report: LaneReport, at now: Date) -> Breaker.Change? {
        defer {
            inFlight -= 1
            unrecorded += 1
        }
        pausedUntil = [pausedUntil, report.pauseUntil].compactMap(\.self).max()
        switch report.health {
        case .well:
            window.widen(whenInFlight: inFlight)
            if report.wasRetry { retries.giveBack() }
            let change = breaker.succeeded(at: now)
            if change != nil { window.restart() }
            return change
        case .busy where report.pauseUntil != nil:
            window.narrow(at: now)
            breaker.abandoned(at: now)
            return nil
        case .busy, .sick:
            window.narrow(at: now)
            return breaker.failed(report, at: now)
        case .unknown:
            breaker.abandoned(at: now)
            return nil
        }
    }

    /// What ends while the store works is recorded together afterwards.
    private mutating func record() -> [LaneEffect] {
        guard !isRecording, unrecorded > 0 else { return [] }
        isRecording = true
        return [.record]
    }

    private mutating func claim(at now: Date) -> [LaneEffect] {
        guard mayHaveMore, !isStopping, !isClaiming, !isHeld else { return [] }
        // A clock that was set back must not make a pause longer than any may be.
        pausedUntil = pausedUntil.map { min($0, now.adding(RetryAfter.longest)) }
        if let end = closedUntil(now) { return wake(at: end) }
        pausedUntil = nil
        // The next are sent while outcomes are recorded, as long as the store keeps up.
        var free = min(window.slots - inFlight, 2 * window.slots - inFlight - unrecorded)
        switch breaker.allowance(at: now) {
        case .all: break
        case .none(let end): return wake(at: end)
        case .probe:
            guard inFlight == 0 else { return [] }
            free = 1
        }
        guard free > 0 else { return [] }
        let allowed = rate?.available(at: now) ?? free
        guard allowed > 0 else { return wake(at: rate?.next(after: now) ?? now) }
        if breaker.isOpen { breaker.probe() }
        mayHaveMore = false
        claims += 1
        isClaiming = true
        claimedAll = retries.allowsRetries(at: now)
        let effect = LaneEffect.claim(
            upTo: min(free, allowed),
            order: claims.isMultiple(of: Self.fairness) ? .longestDue : .mostUrgent,
            retries: claimedAll
        )
        return [effect] + waitForBudget(at: now)
    }

    /// Retries that were not claimed are due all the time, so nothing else would wake the lane.
    private mutating func waitForBudget(at now: Date) -> [LaneEffect] {
        retries.allowsRetries(at: now) ? [] : wake(at: retries.next(after: now))
    }

    /// The end of a pause that the partner asked for, or of a planned one.
    private func closedUntil(_ now: Date) -> Date? {
        let ends = maintenance.map { $0.end(containing: now) } + [pausedUntil]
        return ends.compactMap(\.self).filter { $0 > now }.max()
    }

    private mutating func wake(at moment: Date) -> [LaneEffect] {
        if isStopping { return [] }
        if let wakesAt, wakesAt <= moment { return [] }
        wakesAt = moment
        return [.wake(at: moment)]
    }
}
