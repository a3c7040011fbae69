import Intake
import Outbox

extension SubmissionLine {
    /// The line for people: what became of the referral, and what is wrong with it.
    func text(_ console: Console) -> String {
        switch result {
        case .queued: [console.coloured("queued ", .green) + " \(name)\(recipients)", notes].text
        case .duplicate: ["duplicate  \(name)\(recipients)", problemLines].text
        case .refused: [console.coloured("refused", .red) + "  \(name)", problemLines].text
        }
    }

    /// The reference; the version only when it is a later one, the line only when that is needed.
    private var name: String {
        guard let sourceReference else { return "line \(line)" }
        if result == .refused { return "\(sourceReference), line \(line)" }
        return sourceReference + (version == 1 ? "" : ", version \(version ?? 1)")
    }

    private var recipients: String {
        if unrouted { return " → nobody: no partner covers it, a person must choose" }
        return " → "
            + deliveries.map { delivery in
                delivery.state == .queued || delivery.state == .sending
                    ? delivery.partner
                    : "\(delivery.partner) (\(delivery.reason ?? delivery.state.rawValue))"
            }.joined(separator: ", ")
    }

    private var notes: String {
        leftOut.map { "  left out: \($0.partner), \($0.reason)" }.joined(separator: "\n")
    }

    private var problemLines: String {
        problems.map { problem in
            "  \(problem.pointer.isEmpty ? "the whole referral" : problem.pointer): \(problem.message)"
        }.joined(separator: "\n")
    }
}

extension [String] {
    /// The parts that hold something, a line each.
    fileprivate var text: String { filter { !$0.isEmpty }.joined(separator: "\n") }
}
