package import Foundation

/// Where a delivery goes after an attempt.
package enum DeliveryStep: Sendable, Equatable {
    /// The partner gave a receipt: keep it, and watch for answers.
    case delivered(receipt: Data, answerDue: Date?, pollAt: Date?)
    /// Try again; the partner does not have it.
    case retry(at: Date)
    /// Find out, or repeat the same bytes under the same key; the partner may have it.
    case reconcile(at: Date)
    /// A person must act.
    case park(ParkReason)
    /// Nothing was sent: as if it had never been claimed.
    case giveBack(mayBeHeld: Bool)
}
