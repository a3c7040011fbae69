/// Why a delivery waits for a person.
package enum ParkReason: String, Sendable, Codable, CaseIterable {
    /// The partner's system refused the document; the same bytes will never be accepted.
    case refusedByPartner = "refused-by-partner"
    /// The partner's system turned the document away after giving a receipt.
    case rejectedByPartner = "rejected-by-partner"
    /// The partner says that the key belongs to another document.
    case keyReused = "key-reused"
    /// Retries ended at the horizon and the partner never had it.
    case horizonReached = "horizon-reached"
    /// Retries ended at the horizon and the partner may have it.
    case uncertainAtHorizon = "uncertain-at-horizon"
    /// The partner may have it, and offers no way to find out or to repeat safely.
    case uncertain
    /// The partner's contract could not express the referral.
    case notProjected = "not-projected"
    /// The partner says that the child is not theirs, and names no agency that we know.
    case notOurArea = "not-our-area"
    /// The partner needs to know more before it decides.
    case insufficientInformation = "insufficient-information"
    /// The stored document cannot be opened: a key is missing or the store was changed.
    case unreadable

    /// Whether time alone parked it, so that no attempt and no answer shows why.
    var isOfTime: Bool { self == .horizonReached || self == .uncertainAtHorizon }

    /// Whether the partner has the document and said what it lacks: the same again does not help.
    package var isHeldByPartner: Bool { self == .notOurArea || self == .insufficientInformation }

    /// What a person should do next.
    package var nextStep: String {
        switch self {
        case .refusedByPartner:
            "Read the partner's reason, correct the referral or agree the contract, then resend."
        case .rejectedByPartner:
            "Telephone the partner, correct the referral, then resend."
        case .keyReused:
            "Telephone the partner's technical contact: its system mixed up two referrals."
        case .horizonReached:
            "Telephone the partner now; resend when its system is back."
        case .uncertainAtHorizon, .uncertain:
            "Telephone the partner and ask whether it has the referral; resend if not."
        case .notProjected:
            "Correct the referral or the contract, then submit a new version."
        case .notOurArea:
            "Find out whose area it is, and correct the referral with that agency in recipients; until it "
                + "accepts, this partner remains responsible."
        case .insufficientInformation:
            "Correct the referral with what the partner misses: referral-sync correct FILE"
        case .unreadable:
            "Find out who changed the store or the key file; restore it, then resend."
        }
    }

    /// What a person should do next, when it is known why the child was not passed on.
    package func nextStep(after obstacle: RerouteObstacle?) -> String {
        self == .notOurArea ? obstacle?.nextStep ?? nextStep : nextStep
    }
}
