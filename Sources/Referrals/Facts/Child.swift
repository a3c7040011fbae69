package import Foundation

/// The child whom a referral is about, as far as the service itself must understand it.
///
/// Contracts read the canonical document; these are the facts that routing, sealing and reports
/// need, and the identifiers that must be right.
package struct Child: Sendable, Codable, Hashable {
    /// Where the child lives.
    package struct Address: Sendable, Codable, Hashable {
        package let postcode: Postcode?
        package let uprn: UPRN?
        package let area: AreaCode?
    }

    /// The NHS number with how sure it is.
    package struct HealthNumber: Sendable, Codable, Hashable {
        package let value: NHSNumber
        package let status: NHSNumberStatus
    }

    /// The school that the child attends.
    package struct School: Sendable, Codable, Hashable {
        package let urn: SchoolURN?
    }

    /// The general practice where the child is registered.
    package struct GeneralPractice: Sendable, Codable, Hashable {
        package let ods: ODSCode?
    }

    /// The case system's own identifier of the child.
    package let reference: SourceReference?
    package let birth: Answered<BirthDate>
    package let nhsNumber: Answered<HealthNumber>?
    package let upn: Answered<UniquePupilNumber>?
    package let address: Answered<Address>?
    /// The area where the child was found.
    package let foundIn: AreaCode?
    package let telephone: Answered<Telephone>?
    package let school: Answered<School>?
    package let generalPractice: Answered<GeneralPractice>?

    /// The coarse age for reports.
    package func ageBand(at moment: Date) -> String {
        birth.value?.ageBand(at: moment) ?? "unknown"
    }
}
