package import Foundation

/// A referral as far as it can be withdrawn.
package struct Withdrawable: Sendable {
    /// One version, which some partners may have.
    package struct Version: Sendable {
        package let number: Int
        /// The canonical referral, as its projections read it.
        package let canonical: Data
        /// The partners that have or may get it, with their contracts.
        package let partners: [(id: String, contract: String)]
    }

    package let id: String
    package let sourceReference: String
    package let urgency: String
    /// The newest first.
    package let versions: [Version]
}

/// What became of one delivery by a withdrawal.
package struct Withdrawn: Sendable, Codable, Equatable {
    package let partner: String
    package let version: Int
    /// The delivery that is withdrawn.
    package let delivery: String
    /// Whether the partner has it, or may have it.
    package let wasHeld: Bool
    /// The delivery that tells the partner; nil when it never had the referral, or is told of another
    /// version of it.
    package let message: String?
}
