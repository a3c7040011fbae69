package import Foundation

/// What an answer states, as far as it moves a delivery.
package struct AnswerFact: Sendable, Hashable {
    package let kind: AnswerKind
    /// The decision's code, if it is one.
    package let decision: String?
    /// When the partner said it.
    package let at: Date

    /// Describes a fact.
    package init(_ kind: AnswerKind, decision: String? = nil, at moment: Date = .distantPast) {
        self.kind = kind
        self.decision = decision
        at = moment
    }
}
