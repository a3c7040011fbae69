import Foundation
import Outbox
import Oversight

extension StatusReport {
    /// The timeline for people, in plain words and local time.
    func text(_ console: Console) -> String {
        let title =
            "\(referral.sourceReference), version \(referral.version), \(referral.urgency)"
        let head = [
            console.coloured(title, .bold),
            "  submitted \(Moments.text(referral.submittedAt)), ID \(referral.id)",
        ]
        let unrouted =
            referral.unrouted
            ? [
                "  unrouted: no partner covers the child. A person must choose.",
                "  Next: \(DeliveryList.Unrouted.nextStep)",
            ] : []
        let leftOut = self.leftOut.map { "  left out: \($0.partner), \($0.reason)" }
        let withdrawn = withdrawals.map {
            "  withdrawn at \(Moments.text($0.at)) by \($0.by): \($0.reason)"
        }
        return
            (head + keepingLines + unrouted + leftOut + withdrawn + holderLines + feedbackLines
            + deliveries.flatMap { $0.lines(console, of: self) })
            .joined(separator: "\n")
    }
}

extension StatusReport {
    private var keepingLines: [String] {
        guard let keeping else { return [] }
        if let erasedAt = keeping.erasedAt {
            return [
                "  ERASED \(Moments.text(erasedAt)): only references, states and times are left"
            ]
        }
        let held = keeping.heldSince.map {
            "  held by law since \(Moments.text($0)) (\(keeping.heldBy ?? "unknown"))"
        }
        return [
            "  kept as \(keeping.retention.rawValue), next review \(Moments.text(keeping.reviewAt))"
        ] + [held].compactMap(\.self)
    }

    private var holderLines: [String] {
        let several = Set(holders.map(\.version)).count > 1 || !withdrawals.isEmpty
        guard several else { return [] }
        return holders.map { holder in
            let since = holder.since.map { " since \(Moments.text($0))" } ?? ""
            return "  \(holder.partner) \(holder.isCertain ? "has" : "may have") "
                + "version \(holder.version)\(since)"
        }
    }

    private var feedbackLines: [String] {
        guard !feedback.isEmpty else { return [] }
        return ["  What came of it:"]
            + feedback.map { "    \(Moments.text($0.at))  \($0.partner): \($0.words)" }
    }
}

extension StatusReport.DeliveryFacts {
    fileprivate func lines(_ console: Console, of report: StatusReport) -> [String] {
        let version = version == report.referral.version ? "" : ", version \(self.version)"
        let word =
            message != .referral && self.state == .withdrawn ? "confirmed" : self.state.rawValue
        let state = console.coloured(word, self.state.colour)
        let reason = reason.map { ", \($0)" } ?? ""
        let what =
            switch message {
            case .referral: ""
            case .withdrawal: "withdrawal, "
            case .purge: "order to delete, "
            }
        return [
            "", "\(partner): \(what)\(state)\(reason)", "  \(contract)\(version), delivery \(id)",
        ]
            + events.sorted { $0.at < $1.at }.map { "  \(Moments.text($0.at))  \($0.text)" }
            + deadlines.map(\.line) + waiting
            + telephoneLine + ["  Next: \(nextStep)\(due)"]
    }

    private var waiting: [String] { lane.map { ["  \($0.text(of: partner))"] } ?? [] }

    /// Shown while something depends on the partner, or on a person.
    private var telephoneLine: [String] {
        let isOverdue = deadlines.contains { $0.state == "overdue" }
        guard let telephone, state.isUnsettled || state == .parked || isOverdue else { return [] }
        return ["  Telephone of the partner: \(telephone)"]
    }

    private var due: String {
        guard let dueAt, state.isUnsettled, lane == nil else { return "" }
        return " Due \(Moments.text(dueAt))."
    }

    /// Everything that happened, each with its moment.
    private var events: [(at: Date, text: String)] {
        runs.map { ($0.first.startedAt, $0.text) }
            + acknowledgements.map { ($0.receivedAt, $0.text) }
            + resends.map { ($0.at, "sent again by \($0.by): \($0.reason)") }
            + escalations.map { ($0.at, $0.text) }
    }
}

extension StatusReport.DeliveryFacts {
    /// The attempts, with those that ended the same way one after another taken together.
    fileprivate var runs: [AttemptRun] {
        attempts.sorted { $0.number < $1.number }.reduce(into: []) { runs, attempt in
            if let last = runs.last, last.first.ending == attempt.ending, attempt.endedAt != nil {
                runs[runs.count - 1].last = attempt
            } else {
                runs.append(AttemptRun(first: attempt, last: attempt))
            }
        }
    }
}

/// Attempts that ended the same way, one after another.
private struct AttemptRun {
    let first: StatusReport.Attempt
    var last: StatusReport.Attempt

    var text: String {
        guard first.number != last.number else {
            return "attempt \(first.number): \(first.ending)"
        }
        return "attempts \(first.number) to \(last.number), the last at "
            + "\(Moments.text(last.startedAt)): \(first.ending)"
    }
}

extension StatusReport.Attempt {
    fileprivate var ending: String {
        guard endedAt != nil else { return "being made" }
        let late = late ? ", too late to count" : ""
        return "\(outcome ?? "unknown")\(place)\(late). \(explanation ?? "")"
    }

    /// How far it came: what the partner answered, or where libcurl gave up.
    private var place: String {
        if let status { return ", HTTP status \(status)" }
        guard let phase, let code, code != 0 else { return "" }
        return " (phase \(phase), libcurl code \(code))"
    }
}

extension StatusReport.AcknowledgementFacts {
    fileprivate var text: String {
        let what = [decision, outcome].compactMap(\.self).joined(separator: ", ")
        let who = team.map { " by \($0)" } ?? ""
        let reference = partnerReference.map { ", their reference \($0)" } ?? ""
        let spoken =
            saidBy.map { by in
                let when = at.map { " at \(Moments.text($0))" } ?? ""
                return ", by telephone\(when): \(by) to \(writtenBy ?? "unknown")"
            } ?? ""
        let doubt =
            at.flatMap { at in
                isTimeDoubtful == true
                    ? ", dated \(Moments.text(at)), which cannot be: it counts from when it came"
                    : nil
            } ?? ""
        let elsewhere = reroutedTo.map { ", passed on to \($0)" } ?? ""
        let needs = missing.map { ", missing: \($0.joined(separator: "; "))" } ?? ""
        return
            "\(kind)\(what.isEmpty ? "" : ": \(what)")\(who)\(reference)\(elsewhere)\(needs)\(spoken)"
            + doubt
    }
}

extension StatusReport.Deadline {
    fileprivate var line: String {
        let late = metAt.map { $0 > dueAt ? ", late" : "" } ?? ""
        return "  \(kind) due \(Moments.text(dueAt)): \(state)\(late)"
    }
}

extension StatusReport.Escalation {
    fileprivate var text: String {
        stage == 0
            ? "owed no more: \(clock)"
            : "told that the \(clock) is owed for too long, step \(stage)"
    }
}

extension DeliveryState {
    /// The colour of the word; the word says the same.
    fileprivate var colour: Console.Colour {
        switch self {
        case .decided, .acknowledged, .delivered: .green
        case .queued, .sending, .withdrawn, .superseded: .bold
        case .uncertain: .yellow
        case .parked: .red
        }
    }
}
