/// On what footing the referral is shared, which is not the same as its lawful basis.
package struct Agreement: Sendable, Codable, Hashable {
    /// The family's answer, or why it was not asked.
    package enum Basis: String, Sendable, Codable, CaseIterable {
        case given
        case refused
        case refusedOverridden = "refused-overridden"
        case notRequiredSignificantHarm = "not-required-significant-harm"
        case notSoughtWouldIncreaseRisk = "not-sought-would-increase-risk"
        case notSoughtWouldPrejudiceInvestigation = "not-sought-would-prejudice-investigation"
    }

    package let basis: Basis
    /// Never blank: the reason must be on record.
    package let reason: String

    /// Whether the family agreed.
    package var isGiven: Bool { basis == .given }
}
