package import Foundation

/// One referral that no partner covers, in its newest version.
package struct UnroutedLine: Sendable, Equatable {
    package let referral: String
    package let sourceReference: String
    package let version: Int
    package let urgency: String
    package let submittedAt: Date
}
