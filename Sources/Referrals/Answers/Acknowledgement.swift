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

        /// Describes a person, as far as is known.
        package init(
            team: String? = nil,
            name: String? = nil,
            role: String? = nil,
            telephone: String? = nil
        ) {
            self.team = team
            self.name = name
            self.role = role
            self.telephone = telephone
        }
    }

    package let kind: Kind
    package var at: Date
    package var partnerReference: String?
    package var by: Author?
    package var decision: Decision?
    package var outcome: Outcome?
    package var reason: String?
    package var missing: [String]?
    package var reroutedTo: String?
    package var relatedReference: String?

    /// Begins an answer.
    package init(_ kind: Kind, at moment: Date) {
        self.kind = kind
        at = moment
    }
}
