package import Foundation

/// What a partner owes from its receipt on, and when somebody is told if nothing comes.
package struct Owed: Sendable, Equatable {
    package var acknowledgement: Date?
    package var decision: Date?
    package var outcome: Date?
    /// When the clock of the acknowledgement rings first.
    package var ringsAt: Date?

    /// Nothing is owed.
    package init() {}
}

/// Where a delivery goes after an attempt.
package enum DeliveryStep: Sendable, Equatable {
    /// The partner gave a receipt: keep it, and watch for answers.
    case delivered(receipt: Data, owed: Owed, pollAt: Date?)
    /// Try again; the partner does not have it.
    case retry(at: Date)
    /// Find out, or repeat the same bytes under the same key; the partner may have it.
    case reconcile(at: Date)
    /// A person must act.
    case park(ParkReason)
    /// Nothing was sent: as if it had never been claimed.
    case giveBack(mayBeHeld: Bool)
}
