/// What one attempt told us, as it is kept.
package struct AttemptRecord: Sendable, Equatable {
    package let outcome: AttemptOutcome
    /// How far the exchange came.
    package let phase: String
    /// The transfer library's result code.
    package let code: Int
    /// The HTTP status, if one was read.
    package let status: Int?
    /// The explanation; it may quote the partner, so it is stored sealed.
    package let explanation: AttemptExplanation

    /// Describes an attempt.
    package init(
        outcome: AttemptOutcome,
        phase: String,
        code: Int = 0,
        status: Int? = nil,
        explanation: AttemptExplanation
    ) {
        self.outcome = outcome
        self.phase = phase
        self.code = code
        self.status = status
        self.explanation = explanation
    }
}
