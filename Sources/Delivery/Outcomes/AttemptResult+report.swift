package import Foundation
import Outbox

extension AttemptResult {
    /// Reads the answer to a `POST` of a document with this digest.
    package init(of report: TransportReport, digest: String, at now: Date) {
        let row = OutcomeTable.row(for: report)
        let wait = RetryAfter.wait(report.headers["retry-after"], at: now)
        switch row.verdict {
        case .receiptExpected:
            guard let receipt = Receipt(report.body, digest: digest, digestRequired: true) else {
                self.init(
                    report.record(
                        .uncertain,
                        AttemptExplanation(
                            "The partner said yes, but its receipt is not for our document."
                        )
                    )
                )
                return
            }
            self.init(report.record(.delivered, AttemptExplanation(row.summary)), receipt: receipt)
        case .refused: self.init(report.record(.refused, report.explanation(row.summary)))
        case .keyReused: self.init(report.record(.keyReused, report.explanation(row.summary)))
        case .unreachable: self.init(report.record(.unreachable, report.explanation(row.summary)))
        case .misconfigured:
            self.init(
                report.record(.misconfigured, report.explanation(row.summary)),
                retryAfter: wait
            )
        case .busy:
            self.init(report.record(.busy, report.explanation(row.summary)), retryAfter: wait)
        case .uncertain, .pending:
            self.init(report.record(.uncertain, report.explanation(row.summary)), retryAfter: wait)
        }
    }
}

extension TransportReport {
    func record(_ outcome: AttemptOutcome, _ explanation: AttemptExplanation) -> AttemptRecord {
        AttemptRecord(
            outcome: outcome,
            phase: phase.rawValue,
            code: Int(code),
            status: status,
            explanation: explanation
        )
    }

    /// Our sentence, with the library's words or the partner's problem.
    func explanation(_ summary: String) -> AttemptExplanation {
        if status != nil, let problem = ProblemDocument(body) {
            return problem.explanation(summary)
        }
        let words = codeText.isEmpty || code == 0 ? "" : " (\(codeText))"
        return AttemptExplanation(summary + words)
    }
}
