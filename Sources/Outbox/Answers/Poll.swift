package import Foundation

/// A delivery whose partner is due to be asked for answers.
package struct Poll: Sendable {
    package let delivery: String
    package let referral: String
    package let partner: String
    package let contract: String
    /// The partner's receipt, which may name the status address.
    package let receipt: Data
}
