package import Foundation

/// What a worker got, and when to ask again.
package struct ClaimResult: Sendable {
    package let claims: [Claim]
    /// Whether more may be due than were asked for.
    package let mayHaveMore: Bool
    /// When a delivery of the lane comes due that is not due yet, if there is one.
    package let nextDue: Date?

    /// Describes a claim.
    package init(claims: [Claim], mayHaveMore: Bool, nextDue: Date?) {
        self.claims = claims
        self.mayHaveMore = mayHaveMore
        self.nextDue = nextDue
    }
}
