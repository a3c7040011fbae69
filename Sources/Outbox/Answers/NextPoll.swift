package import Foundation

/// When to ask a status address again.
package enum NextPoll: Sendable, Equatable {
    /// At one time while an answer is open, at another (or never) after the decision.
    case at(open: Date, decided: Date?)
    /// Not again.
    case never
    /// As it was.
    case unchanged
}
