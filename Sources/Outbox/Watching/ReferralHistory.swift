package import Foundation
package import Referrals

/// All that is known of one referral version and its deliveries.
package struct ReferralHistory: Sendable {
    /// One try to send, or to find out.
    package struct Attempt: Sendable {
        package let number: Int
        package let startedAt: Date
        package let endedAt: Date?
        package let outcome: AttemptOutcome?
        package let phase: String?
        package let code: Int?
        package let status: Int?
        /// Whether the claim was lost before the outcome came.
        package let isLate: Bool
        package let nextAt: Date?
        package let explanation: AttemptExplanation?
    }

    /// One fact that the partner stated.
    package struct Answer: Sendable {
        package let receivedAt: Date
        package let kind: AnswerKind
        package let path: AnswerPath
        /// Who said it to whom, when it was said by telephone.
        package let saidBy: String?
        package let writtenBy: String?
        /// The canonical acknowledgement, or the receipt, as JSON.
        package let content: Data
    }

    /// One time that a person sent the delivery again.
    package struct Resend: Sendable {
        package let at: Date
        package let askedBy: String
        package let reason: String
    }

    /// One time that somebody was told that something is owed for too long, or (stage 0) no more.
    package struct Escalation: Sendable {
        package let at: Date
        package let clock: Clock
        package let stage: Int
        package let due: Date
    }

    /// One time that the referral was withdrawn.
    package struct Withdrawal: Sendable {
        package let at: Date
        package let askedBy: String
        package let reason: String
    }

    /// One delivery from its beginning.
    package struct Delivery: Sendable {
        package let id: String
        package let partner: String
        package let contract: String
        package let message: DeliveryMessage
        package let idempotencyKey: String
        package let state: DeliveryState
        package let parkReason: ParkReason?
        package let queuedAt: Date
        package let dueAt: Date?
        package let horizon: Date
        /// When each clock runs out, as far as it has begun.
        package let dues: [Clock: Date]
        /// The partner that a child was passed on to.
        package let reroutedTo: String?
        /// Why it was not passed on, when the partner said that it is not its area.
        package let rerouteObstacle: RerouteObstacle?
        package let attempts: [Attempt]
        package let answers: [Answer]
        package let resends: [Resend]
        package let escalations: [Escalation]
    }

    package let id: String
    package let sourceReference: String
    package let version: Int
    package let urgency: String
    package let submittedAt: Date
    package let isUnrouted: Bool
    package let leftOut: [(partner: String, reason: String)]
    package let deliveries: [Delivery]
    package let withdrawals: [Withdrawal]
}
