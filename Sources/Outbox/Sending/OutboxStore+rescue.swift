package import Foundation

import Audit
import Database
import Vault

extension OutboxStore {
    /// Renews the leases of everything that a worker is sending.
    ///
    /// A lease that ended is lost, also when nobody has rescued the delivery yet.
    package func extendLeases(of worker: String, by lease: Duration, at now: Date) async throws {
        try await database.write { connection in
            _ = try connection.execute(
                """
                UPDATE delivery SET lease_ends_at = $3
                WHERE state = 'sending' AND lease_owner = $1 AND lease_ends_at > $2
                """,
                [.text(worker), .moment(now), .moment(now.adding(lease))]
            )
        }
    }

    /// Makes deliveries `uncertain` whose worker let the lease end; returns their partners.
    package func rescueExpired(at now: Date) async throws -> [String] {
        try await rescue("lease_ends_at <= $1", .moment(now), at: now)
    }

    /// Makes deliveries `uncertain` whose worker did not renew itself; returns their partners.
    ///
    /// Such a worker has given up what it was sending, or is dead.
    package func rescueAbandoned(at now: Date) async throws -> [String] {
        try await rescue(
            "lease_owner IN (SELECT worker.id FROM worker WHERE worker.ends_at <= $1)",
            .moment(now),
            at: now
        )
    }

    /// Makes deliveries `uncertain` that another worker was sending; returns their partners.
    ///
    /// Only for a store that one process holds alone: whoever else was sending is dead.
    package func rescueOrphans(exceptOf worker: String, at now: Date) async throws -> [String] {
        try await rescue("lease_owner <> $1", .text(worker), at: now)
    }

    /// Parks what was due at its horizon a minute ago and was not tried.
    ///
    /// A lane that is held, paused or in an outage tries nothing, and must not hide that a person
    /// has to act.
    package func parkPastHorizon(at now: Date) async throws {
        try await audited(at: now) { connection, trail in
            let parked = try connection.rows(
                """
                UPDATE delivery SET state = 'parked', due_at = NULL,
                    park_reason = CASE state
                        WHEN 'uncertain' THEN 'uncertain-at-horizon' ELSE 'horizon-reached' END,
                    \(Self.newClock(at: "$2"))
                WHERE state IN ('queued', 'uncertain') AND horizon_at <= $1
                RETURNING id, data_key, park_reason
                """,
                [.moment(now.addingTimeInterval(-60)), .moment(now)]
            )
            try trail.addParked(parked)
        }
    }

    private func rescue(
        _ condition: String,
        _ argument: SQLValue,
        at now: Date
    ) async throws -> [String] {
        try await audited(at: now) { connection, trail in
            let orphans = try connection.rows(
                """
                UPDATE delivery SET state = 'uncertain', due_at = $2, lease_owner = NULL,
                    lease_ends_at = NULL, lease_epoch = lease_epoch + 1
                WHERE state = 'sending' AND \(condition)
                RETURNING id, partner, lease_epoch
                """,
                [argument, .moment(now)]
            )
            for row in orphans {
                try closeOrphan(
                    try row.text("id"),
                    before: try row.integer("lease_epoch"),
                    at: now,
                    &trail,
                    to: try row.text("partner"),
                    on: connection
                )
            }
            return try orphans.map { try $0.text("partner") }
        }
    }

    /// The attempt may have reached the partner: nobody lived to tell.
    private func closeOrphan(
        _ delivery: String,
        before epoch: Int64,
        at now: Date,
        _ trail: inout AuditTrail,
        to partner: String,
        on connection: any SQLConnection
    ) throws {
        let key = try dataKey(of: delivery, on: connection)
        var entry = trail.entry(.disclosure, "sent")
        entry.child = key.id
        entry.delivery = delivery
        entry.recipient = partner
        entry.facts["outcome"] = AttemptOutcome.uncertain.rawValue
        entry.mention(.attempt, .text(delivery), .integer(epoch - 1))
        trail.add(entry)
        let explanation = AttemptExplanation(
            "The sending process stopped before the answer came; the partner may have it."
        )
        guard
            let attempt = try EndedAttempt(
                open: delivery,
                epoch - 1,
                endedAt: now,
                on: connection
            )
        else { return }
        try connection.execute(
            """
            UPDATE attempt SET ended_at = $3, outcome = 'uncertain', next_at = $3, sealed = $4
            WHERE delivery = $1 AND epoch = $2 AND ended_at IS NULL
            """,
            [
                .text(delivery), .integer(epoch - 1), .moment(now),
                .blob(
                    try seal(explanation, of: attempt, under: key)
                ),
            ]
        )
    }
}
