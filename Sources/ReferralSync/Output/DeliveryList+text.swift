import Foundation
import Outbox
import Oversight

extension DeliveryList {
    /// The list for people: a line for each delivery, and what happened to it below.
    func text(_ console: Console, at now: Date) -> String {
        let unrouted = unroutedLines(console, at: now)
        guard !deliveries.isEmpty else {
            return unrouted.isEmpty ? "No deliveries." : unrouted.joined(separator: "\n")
        }
        var table = Table([
            ("delivery", .left), ("referral", .left), ("partner", .left), ("state", .left),
            ("attempts", .right), ("queued since", .left), ("working time", .left),
            ("due by", .left),
        ])
        for line in deliveries { table.add(line.cells(at: now)) }
        var lines = table.lines
        // From the last to the first, so that the places of the lines above do not move.
        for (index, line) in deliveries.enumerated().reversed() {
            lines.insert(contentsOf: line.explanations(console, at: now), at: index + 2)
        }
        lines += unrouted
        if let next { lines.append("There are more: --after \(next)") }
        return lines.joined(separator: "\n")
    }

    private func unroutedLines(_ console: Console, at now: Date) -> [String] {
        unrouted.flatMap { referral in
            let age = Moments.age(seconds: Int(now.timeIntervalSince(referral.submittedAt)))
            return [
                "\(referral.sourceReference), \(referral.urgency): unrouted since \(age)",
                "    " + console.coloured("Next: \(referral.nextStep)", .bold),
            ]
        }
    }
}

extension DeliveryList.Line {
    fileprivate func cells(at now: Date) -> [String] {
        [
            id, sourceReference + (version == 1 ? "" : ", version \(version)"), partner,
            [state.rawValue, reason].compactMap(\.self).joined(separator: ", "), "\(attempts)",
            Moments.age(seconds: Int(now.timeIntervalSince(queuedAt))),
            Moments.workingTime(seconds: workingSeconds),
            owedAt.map { Moments.text($0) } ?? "–",
        ]
    }

    fileprivate func explanations(_ console: Console, at now: Date) -> [String] {
        let number = overdue || state == .parked ? telephone : nil
        return [
            message == DeliveryMessage.withdrawal.rawValue ? "It recalls the referral." : nil,
            lateness(at: now),
            explanation, number.map { "Telephone of the partner: \($0)" },
            nextStep.map { console.coloured("Next: \($0)", .bold) },
        ].compactMap(\.self).map { "    \($0)" }
    }

    /// Who should have done what by when, once that is over.
    private func lateness(at now: Date) -> String? {
        guard let owedAt, owedAt < now else { return nil }
        let moment = Moments.text(owedAt)
        return state == .parked
            ? "A person of ours should have dealt with it by \(moment)."
            : overdue ? "Owed since \(moment): \(owed ?? "an answer")." : nil
    }
}
