/// Who gets a referral, and who was left out for which reason.
package struct RoutingPlan: Sendable {
    /// Why a partner that was named, or that covers the child, gets nothing.
    package enum Reason: String, Sendable, Codable, CaseIterable {
        case needsAgreement = "needs-agreement"
        case unknownPartner = "unknown-partner"
        case cohortNotReceived = "cohort-not-received"
        case urgencyNotReceived = "urgency-not-received"
    }

    package internal(set) var recipients: [PartnerID]
    package internal(set) var leftOut: [(partner: PartnerID, reason: Reason)]

    /// Whether nobody gets it, so that a person must choose.
    package var isUnrouted: Bool { recipients.isEmpty }
}
