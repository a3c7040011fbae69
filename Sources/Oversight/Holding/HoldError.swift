/// Why a partner's lane was not held or released.
package enum HoldError: Error, Equatable, Sendable {
    /// No partner has this ID.
    case unknownPartner(String)
    /// It was not held.
    case notHeld(String)

    /// What to do about it, in a sentence.
    package var message: String {
        switch self {
        case .unknownPartner(let id):
            "There is no partner \(id). The list of all: referral-sync partners list"
        case .notHeld(let id): "\(id) is not paused; its deliveries go on by themselves."
        }
    }
}
