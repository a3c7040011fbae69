/// The coarse, non-identifying facts that reports need and that survive erasure.
package struct ReportColumns: Sendable, Equatable {
    package let cohort: String
    package let ageBand: String
    /// The ONS area where the child lives, if known.
    package let area: String?
    /// The month of the referral, `YYYY-MM`.
    package let month: String

    /// Takes the columns as they are stored.
    package init(cohort: String, ageBand: String, area: String?, month: String) {
        self.cohort = cohort
        self.ageBand = ageBand
        self.area = area
        self.month = month
    }
}
