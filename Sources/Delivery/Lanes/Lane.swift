package import Foundation
import Outbox

/// All deliveries to one partner, as a value that decides and does nothing itself.
package struct Lane: Sendable {
    /// Every fourth claim takes the longest due whatever its urgency, so that `standard` is never
    /// starved by a stream of `immediate`.
    private static let fairness = 4

    /// The time after which the store is asked again when it failed.
    private static let afterFailure: Duration = .seconds(1)

    private let slots: Int
    private var inFlight = 0
    private var isClaiming = false
    private var claims = 0
    private var mayHaveMore = false
    private var pausedUntil: Date?
    private var wakesAt: Date?
    private var isStopping = false

    /// A lane that sends at most so many at once.
    package init(slots: Int) {
        self.slots = max(1, slots)
    }

    /// Whether the lane has stopped and nothing of it is on the wire.
    package var isDrained: Bool { isStopping && inFlight == 0 && !isClaiming }

    /// Takes in what happened and says what to do.
    package mutating func step(_ event: LaneEvent, at now: Date) -> [LaneEffect] {
        switch event {
        case .rung:
            mayHaveMore = true
        case .woke:
            if let wakesAt, wakesAt <= now { self.wakesAt = nil }
            mayHaveMore = true
        case .claimed(let result):
            return taken(result, at: now)
        case .claimFailed:
            isClaiming = false
            return wake(at: now.adding(Self.afterFailure))
        case .finished(let pause):
            inFlight -= 1
            // A newer version may have waited for this one.
            mayHaveMore = true
            pausedUntil = [pausedUntil, pause].compactMap(\.self).max()
        case .stop, .drainEnded:
            isStopping = true
        }
        return claim(at: now)
    }

    private mutating func taken(_ result: ClaimResult, at now: Date) -> [LaneEffect] {
        mayHaveMore = mayHaveMore || result.mayHaveMore
        isClaiming = false
        inFlight += result.claims.count
        var effects = result.claims.map(LaneEffect.send)
        if let next = result.nextDue { effects += wake(at: next) }
        return effects + claim(at: now)
    }

    private mutating func claim(at now: Date) -> [LaneEffect] {
        guard mayHaveMore, !isStopping, !isClaiming, inFlight < slots else { return [] }
        if let pausedUntil, pausedUntil > now { return wake(at: pausedUntil) }
        pausedUntil = nil
        mayHaveMore = false
        claims += 1
        isClaiming = true
        let order: ClaimOrder = claims.isMultiple(of: Self.fairness) ? .longestDue : .mostUrgent
        return [.claim(upTo: slots - inFlight, order: order)]
    }

    private mutating func wake(at moment: Date) -> [LaneEffect] {
        if isStopping { return [] }
        if let wakesAt, wakesAt <= moment { return [] }
        wakesAt = moment
        return [.wake(at: moment)]
    }
}
