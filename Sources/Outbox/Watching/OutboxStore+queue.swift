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
            // Whoever has nothing to send is not looked for: most partners, most of the time.
            for (partner, counts) in partners where counts.waits {
                partners[partner]?.oldestDue = try oldestDue(of: partner, at: now, on: connection)
            }
            for (partner, number) in try overdue(at: now, on: connection) {
                partners[partner]?.overdue = number
            }
            for (partner, reason, number) in try parked(on: connection) {
                partners[partner]?.parked[reason] = number
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

    private func oldestDue(
        of partner: String,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Date? {
        try connection.rows(
            """
            SELECT min(due_at) AS due_at FROM (\(Self.firstDue("due_at <= $2"))) AS first
            """,
            [.text(partner), .moment(now)]
        ).first?.optionalMoment("due_at")
    }

    private func overdue(
        at now: Date,
        on connection: any SQLConnection
    ) throws -> [(partner: String, number: Int)] {
        try connection.rows(
            """
            SELECT partner, count(*) AS number FROM delivery
            WHERE overdue_at < $1 AND overdue_at IS NOT NULL AND state <> 'parked' GROUP BY partner
            """,
            [.moment(now)]
        ).map { (try $0.text("partner"), Int(try $0.integer("number"))) }
    }

    private func parked(
        on connection: any SQLConnection
    ) throws -> [(partner: String, reason: ParkReason, number: Int)] {
        try connection.rows(
            """
            SELECT partner, park_reason, count(*) AS number FROM delivery
            WHERE state = 'parked' GROUP BY partner, park_reason
            """
        ).map {
            (
                try $0.text("partner"), try $0.word("park_reason"),
                Int(try $0.integer("number"))
            )
        }
    }
}

extension QueueCounts {
    /// Whether something of the partner waits to be sent or found out.
    fileprivate var waits: Bool {
        byState[.queued, default: 0] + byState[.uncertain, default: 0] > 0
    }
}
