package import Database
package import Foundation

/// How the log stands, as far as it can be said without reading it.
package struct AuditState: Sendable, Codable, Equatable {
    /// How many of the newest entries are searched for the last look at the whole log.
    package static let searched: Int64 = 50_000
    private static let waitingMax = 100_000

    /// Entries in the tree.
    package let entries: Int64
    /// When the newest checkpoint was signed; nil while there is none.
    package let checkpointAt: Date?
    /// Entries that are not in the tree yet, and since when the oldest waits.
    package let waiting: Int
    package let waitingSince: Date?
    /// When the whole log was looked at for the last time, as far as the newest entries say so.
    package let verifiedAt: Date?
    /// How much that look found.
    package let findings: Int

    /// Describes a log.
    package init(
        entries: Int64,
        checkpointAt: Date?,
        waiting: Int,
        waitingSince: Date?,
        verifiedAt: Date?,
        findings: Int
    ) {
        self.entries = entries
        self.checkpointAt = checkpointAt
        self.waiting = waiting
        self.waitingSince = waitingSince
        self.verifiedAt = verifiedAt
        self.findings = findings
    }

    /// Looks at the head and at the newest entries only.
    package static func read(on connection: any SQLConnection) throws -> AuditState {
        let head = try AuditHead.read(on: connection)
        let size = head?.size ?? 0
        let waiting = try connection.rows(
            """
            SELECT count(*) AS entries, min(at) AS since FROM (
                SELECT at FROM audit_entry WHERE position >= $1
                UNION ALL SELECT at FROM audit_entry WHERE position IS NULL
                LIMIT \(waitingMax)) AS waiting
            """,
            [.integer(size)]
        ).first
        let look = try connection.rows(
            """
            SELECT \(LoggedEntry.columns) FROM audit_entry
            WHERE (position IS NULL OR position >= $1) AND entry LIKE $2
            ORDER BY at DESC, position DESC LIMIT 1
            """,
            [
                .integer(size - searched), .text("%\"action\":\"\(AuditEntry.logVerified)\"%"),
            ]
        ).first.map(LoggedEntry.init)?.content
        return AuditState(
            entries: size,
            checkpointAt: head?.at,
            waiting: Int(try waiting?.integer("entries") ?? 0),
            waitingSince: try waiting?.optionalMoment("since"),
            verifiedAt: look.map { Date(timeIntervalSince1970: Double($0.at) / 1000) },
            findings: look?.facts?["findings"].flatMap(Int.init) ?? 0
        )
    }
}
