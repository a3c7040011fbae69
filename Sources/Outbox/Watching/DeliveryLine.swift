package import Foundation
package import Referrals

/// One delivery as a line of a list.
package struct DeliveryLine: Sendable, Equatable {
    package let id: String
    package let referral: String
    package let sourceReference: String
    package let version: Int
    package let partner: String
    package let state: DeliveryState
    package let parkReason: ParkReason?
    /// Why a child that the partner passed on was not.
    package let rerouteObstacle: RerouteObstacle?
    package let attempts: Int
    package let queuedAt: Date
    package let dueAt: Date?
    package let message: DeliveryMessage
    /// What the list is asked for, if it is for what is awaited.
    package let awaited: Clock?
    /// When that should be there, or else what is owed now.
    package let owedAt: Date?
    /// The outcome of the last attempt, if there was one.
    package let lastOutcome: AttemptOutcome?
    /// Why the last attempt ended as it did.
    package let lastExplanation: AttemptExplanation?
}
