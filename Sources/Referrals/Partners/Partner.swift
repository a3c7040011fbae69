/// A partner agency, as routing sees it.
package struct Partner: Sendable, Hashable {
    package let id: PartnerID
    package let title: String
    package let kind: Kind
    /// The contract that its documents follow, `name/version`.
    package let contract: String
    package let covers: Coverage
    package let cohorts: Set<Cohort>
    package let urgencies: Set<Urgency>
    /// Whether it gets a referral only when the family agreed to share.
    package let needsAgreement: Bool
    /// Whom to ring, for `immediate` referrals and when delivery fails.
    package let telephone: Telephone?

    /// What an agency is.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case childrensSocialCare = "childrens-social-care"
        case education
        case health
        case specialistSupport = "specialist-support"
        case nationalCrime = "national-crime"
        case other
    }

    /// Describes a partner.
    package init(
        id: PartnerID,
        title: String,
        kind: Kind,
        contract: String,
        covers: Coverage,
        cohorts: Set<Cohort> = Set(Cohort.allCases),
        urgencies: Set<Urgency> = Set(Urgency.allCases),
        needsAgreement: Bool = false,
        telephone: Telephone? = nil
    ) {
        self.id = id
        self.title = title
        self.kind = kind
        self.contract = contract
        self.covers = covers
        self.cohorts = cohorts
        self.urgencies = urgencies
        self.needsAgreement = needsAgreement
        self.telephone = telephone
    }
}
