package import Outbox

/// One attempt's outcome, with what the schedule and the lane need to know.
package struct AttemptResult: Sendable, Equatable {
    package let record: AttemptRecord
    /// The receipt, when there is one.
    package let receipt: Receipt?
    /// How long the partner asked us to wait.
    package let retryAfter: Duration?

    /// Describes a result.
    package init(_ record: AttemptRecord, receipt: Receipt? = nil, retryAfter: Duration? = nil) {
        self.record = record
        self.receipt = receipt
        self.retryAfter = retryAfter
    }
}
