/// What a caller may do; each role is given by itself, none contains another but `administrator`.
package enum Role: String, Sendable, Codable, CaseIterable {
    /// Hands in, corrects and withdraws referrals.
    case submitter
    /// Sees queues and timelines, by reference; with a reason a child's details.
    case viewer
    /// Sends again, withdraws, pauses partners, writes down answers.
    case `operator`
    /// Reads the audit log.
    case auditor
    /// Keys, backups, erasure, tokens; and everything that the others may.
    case administrator
}
