package import Outbox
package import Referrals

/// Which deliveries are listed, and from where on.
package struct ListQuery: Sendable, Equatable {
    package var partner: String?
    package var state: DeliveryState?
    /// Only those whose partner owes something for too long.
    package var overdue = false
    /// Only those that wait for an acknowledgement, a decision or an outcome.
    package var awaiting: Clock?
    /// Only what comes after this place, as a list before gave it.
    package var after: String?
    /// The most lines of one list.
    package var limit: Int?

    /// Means every delivery.
    package init() {}

    /// Whether it means all deliveries from the first on.
    var isOfAll: Bool {
        partner == nil && state == nil && !overdue && awaiting == nil && after == nil
    }
}

/// Why a list cannot be given.
package enum ListError: Error, Equatable {
    case unknownPlace(String)

    /// What to do.
    package var message: String {
        switch self {
        case .unknownPlace(let place):
            "There is no place \(place). Take next from the list before, or leave it out."
        }
    }
}
