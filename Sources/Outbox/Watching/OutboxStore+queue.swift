package import Foundation

import Database

extension OutboxStore {
    /// The counts of each partner that ever had a delivery, and how many referrals are unrouted in their newest version.
    package func queue(at now: Date) async throws -> (unrouted: Int, partners: [QueueCounts]) {
        try await database.read { connection in
            let unrouted = try connection.rows(
                """
                SELECT count(*) AS number FROM referral WHERE \(Self.isUnrouted)
                """
            )
            var partners: [String: QueueCounts] = [:]
            for row in try connection.rows(
                """
                SELECT partner, state, CAST(sum(deliveries) AS BIGINT) AS deliveries
                FROM delivery_count GROUP BY partner, state
                """
            ) {
                let partner = try row.text("partner")
                var counts =
                    partners[partner]
                    ?? QueueCounts(
                        partner: partner,
                        byState: [:],
                        overdue: 0,
                        oldestDue: nil,
                        parked: [:]
                    )
                counts.byState[try row.word("state")] = Int(try row.integer("deliveries"))
                partners[partner] = counts
            }
            for partner in partners.keys {
                try addTimes(to: &partners[partner], at: now, on: connection)
            }
            return (
                Int(try unrouted.first?.integer("number") ?? 0),
                partners.values.sorted { $0.partner < $1.partner }
            )
        }
    }

    /// The referrals that wait for a person to choose recipients, oldest first, at most `limit`.
    package func unrouted(limit: Int) async throws -> [UnroutedLine] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, source_reference, version, urgency, submitted_at FROM referral
                WHERE \(Self.isUnrouted) ORDER BY submitted_at, id LIMIT $1
                """,
                [.integer(limit)]
            ).map { row in
                UnroutedLine(
                    referral: try row.text("id"),
                    sourceReference: try row.text("source_reference"),
                    version: Int(try row.integer("version")),
                    urgency: try row.text("urgency"),
                    submittedAt: try row.moment("submitted_at")
                )
            }
        }
    }

    /// Whoever named recipients in a newer version has dealt with the older one.
    private static let isUnrouted = """
        unrouted = 1 AND NOT EXISTS (
            SELECT 1 FROM referral AS newer
            WHERE newer.id = referral.id AND newer.version > referral.version)
        AND NOT EXISTS (
            SELECT 1 FROM withdrawal WHERE referral_id = referral.id
            AND referral_version >= referral.version)
        """

    private func addTimes(
        to counts: inout QueueCounts?,
        at now: Date,
        on connection: any SQLConnection
    ) throws {
        guard let partner = counts?.partner else { return }
        counts?.oldestDue = try connection.rows(
            """
            SELECT min(due_at) AS due_at FROM (\(Self.firstDue("due_at <= $2"))) AS first
            """,
            [.text(partner), .moment(now)]
        ).first?.optionalMoment("due_at")
        counts?.overdue = Int(
            try connection.rows(
                """
                SELECT count(*) AS number FROM delivery
                WHERE partner = $1 AND overdue_at < $2 AND state <> 'parked'
                """,
                [.text(partner), .moment(now)]
            ).first?.integer("number") ?? 0
        )
        for row in try connection.rows(
            """
            SELECT park_reason, count(*) AS number FROM delivery
            WHERE partner = $1 AND state = 'parked' GROUP BY park_reason
            """,
            [.text(partner)]
        ) {
            counts?.parked[try row.word("park_reason")] = Int(try row.integer("number"))
        }
    }
}
