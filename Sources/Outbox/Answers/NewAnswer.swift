package import Foundation

/// An answer of a partner, in its canonical form.
package struct NewAnswer: Sendable {
    package let kind: AnswerKind
    /// The decision's code, if it is one; coarse enough to stay readable for reports.
    package let decision: String?
    package let path: AnswerPath
    /// The canonical acknowledgement, or the receipt, as JSON.
    package let content: Data
    /// When it was said, by the partner's clock.
    package let saidAt: Date?

    /// Describes an answer.
    package init(
        kind: AnswerKind,
        decision: String?,
        path: AnswerPath,
        content: Data,
        saidAt: Date? = nil
    ) {
        self.saidAt = saidAt
        self.kind = kind
        self.decision = decision
        self.path = path
        self.content = content
    }
}
