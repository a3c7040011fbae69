package import Foundation

/// One child in one version, as the service itself must understand it.
package struct Referral: Sendable, Codable, Hashable {
    package let id: String?
    package let sourceReference: SourceReference
    package let version: Int
    package let createdAt: Date
    package let urgency: Urgency
    package let handling: [HandlingInstruction]?
    package let referrer: Referrer
    package let investigation: Investigation?
    package let cohort: Cohort
    package let dataSubjectCategories: [DataSubjectCategory]
    package let child: Child
    package let agreement: Agreement
    /// The partners that the referrer names; otherwise coverage decides.
    package let recipients: [PartnerID]?

    /// Reads a canonical referral that fits its schema.
    package static func decode(canonical: Data) throws(ReferralProblem) -> Referral {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(Referral.self, from: canonical)
        } catch {
            throw ReferralProblem(error)
        }
    }
}
