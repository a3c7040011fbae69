/// The identifiers as `format` values of JSON Schema.
package enum IdentifierFormats {
    /// For each format's name, a check that gives the reason of a refusal, or nil.
    package static let all: [String: @Sendable (String) -> String?] = [
        "nhs-number": { NHSNumber.problem(with: $0) },
        "upn": { UniquePupilNumber.problem(with: $0) },
        "uk-postcode": { Postcode.problem(with: $0) },
        "ons-area-code": { AreaCode.problem(with: $0) },
        "police-force-code": { PoliceForceCode.problem(with: $0) },
        "school-urn": { SchoolURN.problem(with: $0) },
        "laestab": { LAESTAB.problem(with: $0) },
        "ods-code": { ODSCode.problem(with: $0) },
        "uprn": { UPRN.problem(with: $0) },
        "uk-telephone": { Telephone.problem(with: $0) },
    ]
}
