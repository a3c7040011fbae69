import Outbox
import Oversight

extension QueueView {
    private typealias Count = (title: String, path: KeyPath<QueueReport.Counts, Int>)

    private static var columns: [Count] {
        [
            ("queued", \.queued), ("sending", \.sending), ("uncertain", \.uncertain),
            ("delivered", \.delivered), ("acknowledged", \.acknowledged), ("decided", \.decided),
            ("parked", \.parked), ("overdue", \.overdue),
        ]
    }

    /// These take room only when there are some.
    private static var rareColumns: [Count] {
        [("withdrawn", \.withdrawn), ("superseded", \.superseded)]
    }

    /// The view for people: counts by partner and state, what is late, what a person must do.
    func text(_ console: Console) -> String {
        ([table] + waitingLines(console) + strandedLines(console) + overdueLines(console)
            + parkedLines(console)
            + unroutedLines(console))
            .joined(separator: "\n")
    }

    private var table: String {
        let shown = Self.columns + Self.rareColumns.filter { totals[keyPath: $0.path] > 0 }
        var table = Table(
            [("partner", .left)] + shown.map { ($0.title, .right) } + [("oldest due", .right)]
        )
        func row(_ name: String, _ counts: QueueReport.Counts) -> [String] {
            [name] + shown.map { number(counts[keyPath: $0.path]) }
                + [counts.oldestDueSeconds.map { Moments.age(seconds: $0) } ?? "–"]
        }
        for partner in partners { table.add(row(partner.id, partner.counts)) }
        if partners.count != 1 { table.add(row("all", totals)) }
        return table.lines.joined(separator: "\n")
    }

    private func number(_ count: Int) -> String { count == 0 ? "–" : "\(count)" }

    /// Why what is due is not sent; what is the same for several partners is said once.
    private func waitingLines(_ console: Console) -> [String] {
        let held = partners.compactMap { partner in
            partner.lane.flatMap { $0.kind == .noPartnerFile ? nil : (partner.id, $0) }
        }
        guard !held.isEmpty else { return [] }
        if held.allSatisfy({ $0.1.kind == .notRunning }), let (id, lane) = held.first {
            return ["", console.coloured(lane.text(of: id), .yellow)]
        }
        return [""]
            + held.map { id, lane in console.coloured("\(id): \(lane.text(of: id))", .yellow) }
    }

    private func strandedLines(_ console: Console) -> [String] {
        let stranded = partners.filter(\.isStranded)
        guard !stranded.isEmpty else { return [] }
        return [""]
            + stranded.map { partner in
                console.coloured(
                    "\(partner.id) has no partner file: nothing of it is sent. Put the file back, then "
                        + "send SIGHUP to the service.",
                    .red
                )
            }
    }

    private func overdueLines(_ console: Console) -> [String] {
        guard totals.overdue > 0 else { return [] }
        let text =
            "\(totals.overdue) overdue: owed for too long. What, and whom to ring: referral-sync queue --overdue"
        return ["", console.coloured(text, .yellow)]
    }

    private func parkedLines(_ console: Console) -> [String] {
        guard totals.parked > 0 else { return [] }
        let reasons = totals.parkedReasons.sorted { $0.key < $1.key }.map { reason, count in
            "  \(count) \(reason): \(ParkReason(rawValue: reason)?.nextStep ?? "A person must act.")"
        }
        return ["", console.coloured("\(totals.parked) parked, waiting for a person:", .red)]
            + reasons + ["  Which: referral-sync queue --list --state parked"]
    }

    private func unroutedLines(_ console: Console) -> [String] {
        guard unrouted > 0 else { return [] }
        let text =
            "\(unrouted) unrouted, waiting for a person: no partner covers the child."
        return ["", console.coloured(text, .red), "  Which: referral-sync queue --list"]
    }
}
