package import Foundation
import Outbox

/// Why deliveries to a partner wait although they are due.
package struct LaneCondition: Codable, Sendable, Equatable {
    /// What holds them up.
    package enum Kind: String, Codable, Sendable {
        /// No background sync runs on this store.
        case notRunning = "not-running"
        /// A person paused the partner.
        case paused
        /// The partner counts as down, and is asked with one delivery at a time.
        case outage
        /// The partner's planned maintenance.
        case maintenance
        /// The partner asked for a pause (`Retry-After`).
        case askedToWait = "asked-to-wait"
    }

    package let kind: Kind
    package var since: Date?
    package var until: Date?
    /// Who paused it.
    package var by: String?
    /// Why it was paused.
    package var reason: String?

    /// Describes a condition.
    package init(_ kind: Kind, since: Date? = nil, until: Date? = nil) {
        self.kind = kind
        self.since = since
        self.until = until
    }

    init(_ hold: LaneHold) {
        self.init(.paused, since: hold.since)
        by = hold.by
        reason = hold.reason
    }
}
