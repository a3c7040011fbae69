/// Why a child that a partner passed on is not sent to the agency that it named.
package enum RerouteObstacle: String, Error, Sendable, Codable, CaseIterable {
    /// The partner names no agency.
    case unnamed
    /// No partner of ours goes by that name.
    case unknown
    /// Several partners go by that name.
    case ambiguous
    /// The partner named itself.
    case itself
    /// The agency that it named passed the child on as well.
    case passedOn = "passed-on"
    /// The agency that it named may not have the referral, by its partner file.
    case notAllowed = "not-allowed"

    /// What happened, and what a person should do.
    package var nextStep: String {
        switch self {
        case .unnamed: "The partner does not say whose area it is. " + Self.find
        case .unknown:
            "No partner of ours goes by the name that the partner gave; see referral-sync partners list. "
                + Self.find
        case .ambiguous:
            "Several partners of ours go by the name that the partner gave. Telephone and ask which it "
                + "meant. " + Self.find
        case .itself:
            "The partner says that it is not its area, and names itself. Telephone it. " + Self.find
        case .passedOn:
            "The agency that the partner named passed the child on as well: nobody takes it on. "
                + "Telephone both until one accepts; write that down with referral-sync acknowledge."
        case .notAllowed:
            "The agency that the partner named may not have this referral: the family's agreement is "
                + "missing, or its partner file excludes the cohort or the urgency. " + Self.find
        }
    }

    private static let find =
        "Find out whose area it is, and correct the referral with that agency in recipients; until it "
        + "accepts, this partner remains responsible."
}
