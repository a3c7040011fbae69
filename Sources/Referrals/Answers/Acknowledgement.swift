package import Foundation

/// A partner's answer in its canonical form (`acknowledgement/1.0`).
package struct Acknowledgement: Sendable, Codable, Hashable {
    /// Which fact it states.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case received
        case acknowledged
        case decision
        case outcome
        case rejected
    }

    /// Who says so.
    package struct Author: Sendable, Codable, Hashable {
        package let team: String?
        package let name: String?
        package let role: String?
        package let telephone: String?
    }

    package let kind: Kind
    package let at: Date
    package let partnerReference: String?
    package let by: Author?
    package let decision: Decision?
    package let outcome: Outcome?
    package let reason: String?
    package let missing: [String]?
    package let reroutedTo: String?
    package let relatedReference: String?
}
