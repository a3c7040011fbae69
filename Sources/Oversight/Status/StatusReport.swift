package import Foundation
package import Outbox

/// The timeline of one referral and its deliveries; the document of `status --json`.
package struct StatusReport: Codable, Sendable, Equatable {
    /// The referral, by references only.
    package struct ReferralFacts: Codable, Sendable, Equatable {
        package let id: String
        package let sourceReference: String
        package let version: Int
        package let urgency: String
        package let submittedAt: Date
        /// Whether no partner covers it, so that a person must choose.
        package let unrouted: Bool
    }

    /// A partner that was left out, and why.
    package struct LeftOut: Codable, Sendable, Equatable {
        package let partner: String
        package let reason: String
    }

    /// One try to send or to find out.
    package struct Attempt: Codable, Sendable, Equatable {
        package let number: Int
        package let startedAt: Date
        package let endedAt: Date?
        package let outcome: String?
        package let phase: String?
        package let code: Int?
        package let status: Int?
        /// Whether the outcome came after the claim was lost, so that it is evidence only.
        package let late: Bool
        package let nextAt: Date?
        package let explanation: String?
    }

    /// One fact that the partner stated; names of people are shown only on request.
    package struct AcknowledgementFacts: Codable, Sendable, Equatable {
        package let receivedAt: Date
        package let kind: String
        package let path: String
        package let at: Date?
        package let team: String?
        package let decision: String?
        package let outcome: String?
        package let partnerReference: String?
    }

    /// One time that a person sent the delivery again.
    package struct Resend: Codable, Sendable, Equatable {
        package let at: Date
        package let by: String
        package let reason: String
    }

    /// Something the partner owes by a time.
    package struct Deadline: Codable, Sendable, Equatable {
        package let kind: String
        package let dueAt: Date
        /// One of `open`, `met`, `overdue`.
        package let state: String
    }

    /// One delivery.
    package struct DeliveryFacts: Codable, Sendable, Equatable {
        package let id: String
        package let partner: String
        package let contract: String
        package let version: Int
        package let idempotencyKey: String
        package let state: DeliveryState
        package let reason: String?
        package let nextStep: String
        /// The partner's number, if its file names one.
        package let telephone: String?
        /// What holds up all deliveries to the partner now, if something does.
        package let lane: LaneCondition?
        package let dueAt: Date?
        package let attempts: [Attempt]
        package let acknowledgements: [AcknowledgementFacts]
        package let deadlines: [Deadline]
        package let resends: [Resend]
    }

    package let referral: ReferralFacts
    package let leftOut: [LeftOut]
    /// The deliveries of all versions, newest version first.
    package let deliveries: [DeliveryFacts]
}
