package import Foundation

/// A delivery whose partner is due to be asked for answers.
package struct Poll: Sendable {
    package let delivery: String
    package let referral: String
    package let partner: String
    package let contract: String
    /// The partner's receipt, which may name the status address and hold the first answers.
    package let receipt: Data
    package let receivedAt: Date
    package let state: DeliveryState
    /// The tag of the status document that was read last.
    package let tag: String?
    /// Whether nothing but the receipt has come yet.
    package let isFirst: Bool
}

extension Poll {
    /// A delivery is asked about again after so long at the latest, while its decision is open or after
    /// it: who puts it off for longer is found out.
    package static let longest: (open: Duration, decided: Duration) = (
        .seconds(86_400), .seconds(31 * 86_400)
    )
}

/// What there is to ask a partner about.
package struct DuePolls: Sendable {
    /// What is due, longest due first.
    package var polls: [Poll] = []
    /// Deliveries that are due too, and whose receipt does not open.
    package var unreadable: [String] = []
    /// When the first of the others is due.
    package var nextDue: Date?
}

/// When a delivery is to be asked about again; not at all when nil.
package struct PutOff: Sendable, Equatable {
    package let delivery: String
    package let until: Date?

    /// Describes it.
    package init(delivery: String, until: Date?) {
        self.delivery = delivery
        self.until = until
    }
}
