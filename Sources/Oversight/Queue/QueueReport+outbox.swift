import Foundation
import Outbox

extension QueueReport {
    /// Sums up the outbox; partners of the settings are shown even when they have nothing.
    init(
        unrouted: Int,
        partners: [QueueCounts],
        known: [String],
        lane: (_ partner: String) -> LaneCondition?,
        at now: Date
    ) {
        let counted = Dictionary(
            partners.map { ($0.partner, Counts($0, at: now)) },
            uniquingKeysWith: { first, _ in first }
        )
        let ids = Set(known).union(counted.keys).sorted()
        self.init(
            unrouted: unrouted,
            partners: ids.map { id in
                let counts = counted[id] ?? Counts()
                return PartnerCounts(
                    id: id,
                    hasFile: known.contains(id),
                    lane: counts.queued + counts.uncertain > 0 ? lane(id) : nil,
                    counts: counts
                )
            },
            totals: counted.values.reduce(into: Counts()) { $0.add($1) }
        )
    }
}

extension QueueReport.Counts {
    init(_ counts: QueueCounts, at now: Date) {
        self.init()
        func number(_ state: DeliveryState) -> Int { counts.byState[state] ?? 0 }
        queued = number(.queued)
        sending = number(.sending)
        uncertain = number(.uncertain)
        delivered = number(.delivered)
        acknowledged = number(.acknowledged)
        decided = number(.decided)
        parked = number(.parked)
        withdrawn = number(.withdrawn)
        superseded = number(.superseded)
        overdue = counts.overdue
        oldestDueSeconds = counts.oldestDue.map { max(0, Int(now.timeIntervalSince($0))) }
        parkedReasons = Dictionary(
            uniqueKeysWithValues: counts.parked.map { ($0.key.rawValue, $0.value) }
        )
    }

    mutating func add(_ other: QueueReport.Counts) {
        queued += other.queued
        sending += other.sending
        uncertain += other.uncertain
        delivered += other.delivered
        acknowledged += other.acknowledged
        decided += other.decided
        parked += other.parked
        withdrawn += other.withdrawn
        superseded += other.superseded
        overdue += other.overdue
        oldestDueSeconds = [oldestDueSeconds, other.oldestDueSeconds].compactMap(\.self).max()
        parkedReasons.merge(other.parkedReasons, uniquingKeysWith: +)
    }
}
