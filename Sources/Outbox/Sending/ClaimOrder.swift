/// Which due deliveries a claim takes first.
package enum ClaimOrder: Sendable {
    /// The most urgent, then the longest due.
    case mostUrgent
    /// The longest due whatever its urgency, so that nothing is starved.
    case longestDue
}
