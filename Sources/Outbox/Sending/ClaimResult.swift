package import Foundation

/// What a worker got, and when to ask again.
package struct ClaimResult: Sendable {
    package let claims: [Claim]
    /// When a delivery of the lane comes due that is not due yet, if there is one.
    package let nextDue: Date?

    /// Describes a claim.
    package init(claims: [Claim], nextDue: Date?) {
        self.claims = claims
        self.nextDue = nextDue
    }
}
