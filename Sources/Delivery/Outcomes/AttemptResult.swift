package import Outbox

/// One attempt's outcome, with what the schedule and the lane need to know.
package struct AttemptResult: Sendable, Equatable {
    package let record: AttemptRecord
    /// The receipt, when there is one.
    package let receipt: Receipt?
    /// How long the partner asked us to wait.
    package let retryAfter: Duration?
    /// The connection that broke under the attempt, if one did.
    package var brokenConnection: Int?

    /// What it says about the partner's system, whatever it says about the document.
    package var health: LaneReport.Health {
        switch record.outcome {
        case .delivered, .refused, .keyReused: .well
        // It is still working on the first request, and says so.
        case .uncertain where record.status == 409: .well
        case .unreachable, .misconfigured, .uncertain: .sick
        case .busy: .busy
        case .givenBack: .unknown
        }
    }

    /// Describes a result.
    package init(_ record: AttemptRecord, receipt: Receipt? = nil, retryAfter: Duration? = nil) {
        self.record = record
        self.receipt = receipt
        self.retryAfter = retryAfter
    }
}
