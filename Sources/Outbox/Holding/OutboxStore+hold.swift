import Audit
import Database
package import Foundation

extension OutboxStore {
    /// Holds a partner's lane until it is released; a second hold replaces the first.
    package func hold(_ hold: LaneHold) async throws {
        try await audited(at: hold.since) { connection, trail in
            var entry = trail.entry(.administration, "partner paused")
            entry.recipient = hold.partner
            entry.facts["reason"] = hold.reason
            entry.mention(.pause, .text(hold.partner))
            trail.add(entry)
            _ = try connection.execute(
                """
                INSERT INTO lane_hold (partner, since, held_by, reason) VALUES ($1, $2, $3, $4)
                ON CONFLICT (partner) DO UPDATE
                SET since = excluded.since, held_by = excluded.held_by, reason = excluded.reason
                """,
                [
                    .text(hold.partner), .moment(hold.since), .text(hold.by), .text(hold.reason),
                ]
            )
        }
    }

    /// Lets a partner's lane go on; returns whether it was held.
    package func release(_ partner: String, at now: Date) async throws -> Bool {
        try await audited(at: now) { connection, trail in
            let count = try connection.execute(
                "DELETE FROM lane_hold WHERE partner = $1",
                [.text(partner)]
            )
            guard count > 0 else { return false }
            var entry = trail.entry(.administration, "partner resumed")
            entry.recipient = partner
            entry.mention(.pause, .text(partner))
            trail.add(entry)
            return true
        }
    }

    /// The hold on a partner's lane, if there is one.
    package func hold(of partner: String) async throws -> LaneHold? {
        try await holds().first { $0.partner == partner }
    }

    /// All holds, by partner.
    package func holds() async throws -> [LaneHold] {
        try await database.read { connection in
            try connection.rows(
                "SELECT partner, since, held_by, reason FROM lane_hold ORDER BY partner"
            ).map { row in
                LaneHold(
                    partner: try row.text("partner"),
                    since: try row.moment("since"),
                    by: try row.text("held_by"),
                    reason: try row.text("reason")
                )
            }
        }
    }
}
