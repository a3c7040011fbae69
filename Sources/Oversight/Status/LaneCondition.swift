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
        /// Our own settings or credentials for the partner do not work.
        case misconfigured = "our-setup"
        /// There is no partner file for it any more.
        case noPartnerFile = "no-partner-file"
        /// The partner's planned maintenance.
        case maintenance
        /// The partner asked for a pause (`Retry-After`).
        case askedToWait = "asked-to-wait"
    }

    package let kind: Kind
    package var since: Date?
    /// Until when nothing is sent, or when it is tried again.
    package var until: Date?
    /// Who paused it.
    package var by: String?
    /// Why it was paused, or how the last attempt ended.
    package var reason: String?

    /// Describes a condition.
    package init(
        _ kind: Kind,
        since: Date? = nil,
        until: Date? = nil,
        reason: String? = nil
    ) {
        self.kind = kind
        self.reason = reason
        self.since = since
        self.until = until
    }

    init(_ hold: LaneHold) {
        self.init(.paused, since: hold.since)
        by = hold.by
        reason = hold.reason
    }
}
