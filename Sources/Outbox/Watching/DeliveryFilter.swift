package import Foundation
package import Referrals

/// Which deliveries are meant; several conditions must all hold.
package struct DeliveryFilter: Sendable, Equatable {
    /// Deliveries or referrals by identifier, or by an unmistakable beginning of one.
    package var ids: [String]
    package var partner: String?
    package var state: DeliveryState?
    /// The outcome of the last attempt.
    package var outcome: AttemptOutcome?
    /// Queued at or after this moment.
    package var since: Date?
    package var contract: String?
    /// What should have been done before this moment, by a partner.
    package var overdueAt: Date?
    /// What waits for an acknowledgement, a decision or an outcome.
    package var awaiting: Clock?
    /// What comes after this place of a list.
    package var after: ListPlace?

    /// Names the conditions; none means every delivery.
    package init(
        ids: [String] = [],
        partner: String? = nil,
        state: DeliveryState? = nil,
        outcome: AttemptOutcome? = nil,
        since: Date? = nil,
        contract: String? = nil
    ) {
        self.ids = ids
        self.partner = partner
        self.state = state
        self.outcome = outcome
        self.since = since
        self.contract = contract
    }
}
