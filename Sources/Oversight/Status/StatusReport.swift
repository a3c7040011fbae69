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
        /// When the partner says that it said so.
        package let at: Date?
        /// True when that cannot be, so that it counts from when it came.
        package let isTimeDoubtful: Bool?
        package let team: String?
        package let decision: String?
        package let outcome: String?
        package let partnerReference: String?
        /// Who at the partner said it, and who of ours wrote it down, when it came by telephone.
        package let saidBy: String?
        package let writtenBy: String?
        /// The agency that the partner passed the child on to, in its words.
        package let reroutedTo: String?
        /// What the partner still needs.
        package let missing: [String]?
    }

    /// One time that people were told that something is owed for too long (stage 0: no more).
    package struct Escalation: Codable, Sendable, Equatable {
        package let at: Date
        package let clock: String
        package let stage: Int
        package let dueAt: Date
    }

    /// A partner that has a version of the referral.
    package struct Holder: Codable, Sendable, Equatable {
        package let partner: String
        package let version: Int
        package let since: Date?
        /// Whether the partner said so; otherwise it may have it.
        package let isCertain: Bool
    }

    /// One time that the referral was withdrawn.
    package struct Withdrawal: Codable, Sendable, Equatable {
        package let at: Date
        package let version: Int
        package let by: String
        package let reason: String
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
        /// The word of a `DeadlineState`.
        package let state: String
        /// When what was owed came, in time or not.
        package let metAt: Date?
    }

    /// Where a deadline stands.
    package enum DeadlineState: String, Sendable {
        case open, met, overdue
        /// Nothing is owed any more.
        case lapsed
    }

    /// One delivery.
    package struct DeliveryFacts: Codable, Sendable, Equatable {
        package let id: String
        package let partner: String
        package let contract: String
        /// What it tells the partner: `referral`, `withdrawal` or `purge`.
        package let message: DeliveryMessage
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
        /// The partner that the child was passed on to.
        package let reroutedTo: String?
        package let attempts: [Attempt]
        package let acknowledgements: [AcknowledgementFacts]
        package let deadlines: [Deadline]
        package let resends: [Resend]
        package let escalations: [Escalation]
    }

    package let referral: ReferralFacts
    /// How long the child's data is kept.
    package let keeping: Keeping?
    package let leftOut: [LeftOut]
    /// Who has which version.
    package let holders: [Holder]
    package let withdrawals: [Withdrawal]
    /// What came of it, in neutral words, oldest first.
    package let feedback: [Feedback]
    /// The deliveries of all versions, newest version first.
    package let deliveries: [DeliveryFacts]
}
