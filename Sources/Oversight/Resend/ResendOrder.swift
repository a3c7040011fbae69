package import Foundation
package import Outbox
package import Referrals

/// Which deliveries to send again, and why.
package struct ResendOrder: Codable, Sendable, Equatable {
    package var ids: [String]
    package var partner: String?
    package var state: DeliveryState?
    /// How the last attempt ended.
    package var error: AttemptOutcome?
    package var since: Date?
    package var contract: String?
    /// Words of the explanation of the last attempt.
    package var text: String?
    /// Whether also what the partner has is sent once more.
    package var again: Bool
    /// The plan of the preview that this order follows.
    package var plan: String?
    /// Only say what would be done.
    package var preview: Bool
    package var reason: String?
    /// Who asks.
    package var by: String?

    /// Describes an order.
    package init(
        ids: [String] = [],
        partner: String? = nil,
        state: DeliveryState? = nil,
        error: AttemptOutcome? = nil,
        since: Date? = nil,
        contract: String? = nil,
        text: String? = nil,
        again: Bool = false,
        plan: String? = nil,
        preview: Bool = false,
        reason: String? = nil,
        by: String? = nil
    ) {
        self.ids = ids
        self.partner = partner
        self.state = state
        self.error = error
        self.since = since
        self.contract = contract
        self.text = text
        self.again = again
        self.plan = plan
        self.preview = preview
        self.reason = reason
        self.by = by
    }

    var filter: DeliveryFilter {
        DeliveryFilter(
            ids: ids,
            partner: partner,
            state: state,
            outcome: error,
            since: since,
            contract: contract
        )
    }

    /// The reason of a real resend.
    package static func checked(_ reason: String?) throws(ReasonProblem) -> String {
        try GivenReason.checked(reason, for: "it is kept with each delivery")
    }

    /// Whether nothing narrows the order down.
    var meansEverything: Bool { filter == DeliveryFilter() && text == nil }
}
