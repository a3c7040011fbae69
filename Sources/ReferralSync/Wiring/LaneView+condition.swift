import Delivery
import Foundation
import Oversight

extension LaneView {
    /// What holds the lane up now, if something does.
    func condition(at now: Date) -> LaneCondition? {
        let maintained = maintenance.compactMap { $0.end(containing: now) }.max()
        if let maintained { return LaneCondition(.maintenance, until: maintained) }
        if let outage {
            return LaneCondition(
                outage.cause.isOurs ? .misconfigured : .outage,
                since: outage.since,
                until: max(now, outage.nextProbe),
                reason: outage.cause.words
            )
        }
        if let pausedUntil, pausedUntil > now {
            return LaneCondition(.askedToWait, until: pausedUntil)
        }
        return nil
    }
}
