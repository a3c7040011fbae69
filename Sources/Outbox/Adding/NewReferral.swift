package import Foundation
package import Referrals

/// A checked referral with the frozen document for each partner, ready to be stored.
package struct NewReferral: Sendable {
    package let id: String
    package let version: Int
    package let sourceReference: String
    /// Whose data key seals everything: the child's own reference.
    package let subject: String
    package let urgency: Urgency
    package let submittedAt: Date
    package let report: ReportColumns
    package let isUnrouted: Bool
    package let leftOut: [(partner: String, reason: String)]
    package let deliveries: [NewDelivery]
    /// The canonical referral, byte for byte as every projection read it.
    package let canonical: Data
    /// Why the data is kept; what this team refers is public protection.
    package var retention = RetentionClass.publicProtection
    /// By what the child may be found.
    package var searchTerms: [SearchTerm] = []

    /// Gathers what intake worked out.
    package init(
        id: String,
        version: Int,
        sourceReference: String,
        subject: String,
        urgency: Urgency,
        submittedAt: Date,
        report: ReportColumns,
        isUnrouted: Bool,
        leftOut: [(partner: String, reason: String)],
        deliveries: [NewDelivery],
        canonical: Data
    ) {
        self.id = id
        self.version = version
        self.sourceReference = sourceReference
        self.subject = subject
        self.urgency = urgency
        self.submittedAt = submittedAt
        self.report = report
        self.isUnrouted = isUnrouted
        self.leftOut = leftOut
        self.deliveries = deliveries
        self.canonical = canonical
    }
}
