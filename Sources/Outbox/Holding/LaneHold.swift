package import Foundation

/// That a person holds back all deliveries to a partner.
package struct LaneHold: Sendable, Codable, Equatable {
    package let partner: String
    package let since: Date
    /// Who holds it.
    package let by: String
    /// Why; about the partner, never about a child.
    package let reason: String
    /// The reason of the pause that this one took the place of, when it was just made.
    package var replacedReason: String?

    /// Describes a hold.
    package init(partner: String, since: Date, by: String, reason: String) {
        self.partner = partner
        self.since = since
        self.by = by
        self.reason = reason
    }
}
