package import Foundation
package import Outbox

/// Deliveries as lines, the document of `queue --list --json`.
package struct DeliveryList: Codable, Sendable, Equatable {
    /// One delivery.
    package struct Line: Codable, Sendable, Equatable {
        package let id: String
        package let referral: String
        package let sourceReference: String
        package let version: Int
        package let partner: String
        package let state: DeliveryState
        /// Why it is parked, as a code.
        package let reason: String?
        package let attempts: Int
        package let queuedAt: Date
        package let dueAt: Date?
        /// How the last attempt ended, as a code.
        package let lastOutcome: String?
        /// How the last attempt ended, in words; the partner's title only, never its detail.
        package let explanation: String?
        /// What a person should do, if it is parked.
        package let nextStep: String?
    }

    /// One referral that no partner covers; it has no delivery yet.
    package struct Unrouted: Codable, Sendable, Equatable {
        package let referral: String
        package let sourceReference: String
        package let version: Int
        package let urgency: String
        package let submittedAt: Date
        /// What a person should do.
        package let nextStep: String
    }

    package let deliveries: [Line]
    /// What waits for a person to choose recipients; empty when the list is of one partner or state.
    package let unrouted: [Unrouted]
    /// Whether there are more than are listed.
    package let hasMore: Bool
}

extension DeliveryList.Line {
    init(_ line: DeliveryLine, contacts: [Contact]) {
        self.init(
            id: line.id,
            referral: line.referral,
            sourceReference: line.sourceReference,
            version: line.version,
            partner: line.partner,
            state: line.state,
            reason: line.parkReason?.rawValue,
            attempts: line.attempts,
            queuedAt: line.queuedAt,
            dueAt: line.dueAt,
            lastOutcome: line.lastOutcome?.rawValue,
            explanation: line.lastExplanation?.inShort,
            nextStep: line.state == .parked
                ? line.parkReason.map { contacts.completing($0.nextStep, of: line.partner) } : nil
        )
    }
}

extension DeliveryList.Unrouted {
    init(_ line: UnroutedLine) {
        self.init(
            referral: line.referral,
            sourceReference: line.sourceReference,
            version: line.version,
            urgency: line.urgency,
            submittedAt: line.submittedAt,
            nextStep: "Submit it as version \(line.version + 1) with recipients named."
        )
    }
}
