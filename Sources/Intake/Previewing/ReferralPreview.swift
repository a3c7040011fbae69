package import Foundation

/// What one partner would receive of a referral; nothing was stored.
package struct ReferralPreview: Sendable {
    /// Whether the partner would get the referral by itself.
    package enum Routing: Sendable, Equatable {
        case wouldReceive
        /// It covers the child or was named, and is left out for a reason, as a code.
        case leftOut(String)
        /// It does not cover the child, and nobody is named.
        case notCovered
        /// The referral names its recipients, and this is none of them.
        case othersNamed
    }

    package let sourceReference: String
    package let id: String
    /// Whether the identity is made anew on submission, so that these bytes hold another one.
    package let isIdentityProvisional: Bool
    package let routing: Routing
    /// Exactly the bytes that would be sent.
    package let document: Data
    /// The values of the referral that have no influence on the document, as JSON pointers.
    package let notSent: [String]
}
