package import Foundation

import Database
import Referrals
import Vault

extension OutboxStore {
    /// Claims due deliveries of one partner for one worker.
    ///
    /// A claim is a lease: if the worker dies, the delivery becomes `uncertain` when the lease ends.
    /// Without `retries` only first attempts, and what is immediate, are claimed.
    /// A version waits while an older one of the same referral is unsettled at that partner.
    package func claim(
        upTo limit: Int,
        for partner: String,
        by worker: String,
        order: ClaimOrder,
        retries: Bool = true,
        at now: Date,
        lease: Duration
    ) async throws -> ClaimResult {
        try await database.write { connection in
            let due = try due(
                upTo: limit,
                for: partner,
                order: order,
                retries: retries,
                at: now,
                on: connection
            )
            let claims = try due.compactMap { row in
                do {
                    return try claim(
                        row,
                        of: partner,
                        by: worker,
                        at: now,
                        lease: lease,
                        on: connection
                    )
                } catch is VaultError {
                    try parkUnreadable(try row.text("id"), on: connection)
                    return nil
                }
            }
            let next = try connection.rows(
                """
                SELECT min(due_at) AS due_at FROM delivery
                WHERE partner = $1 AND state IN ('queued', 'uncertain') AND due_at > $2
                """,
                [.text(partner), .moment(now)]
            )
            return ClaimResult(
                claims: claims,
                mayHaveMore: due.count == limit,
                nextDue: try next.first?.optionalMoment("due_at")
            )
        }
    }

    /// One query for each urgency: so an index gives the order, however long the queue is.
    private func due(
        upTo limit: Int,
        for partner: String,
        order: ClaimOrder,
        retries: Bool,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> [SQLRow] {
        let isAllowed =
            retries ? "true" : "(attempts = 0 OR urgency = \(Urgency.immediate.rank))"
        func due(_ condition: String, upTo limit: Int) throws -> [SQLRow] {
            try connection.rows(
                """
                SELECT id, state, data_key, referral_id, referral_version, contract,
                    idempotency_key, attempts, lease_epoch, horizon_at, urgency
                FROM delivery AS due
                WHERE partner = $1 AND state IN ('queued', 'uncertain') AND due_at <= $2
                AND \(condition) AND \(isAllowed) AND NOT EXISTS (
                    SELECT 1 FROM delivery AS older
                    WHERE older.referral_id = due.referral_id AND older.partner = due.partner
                    AND older.referral_version < due.referral_version
                    AND older.state IN ('queued', 'sending', 'uncertain'))
                ORDER BY due_at LIMIT $3
                """,
                [.text(partner), .moment(now), .integer(limit)]
            )
        }
        switch order {
        case .longestDue:
            return try due("true", upTo: limit)
        case .mostUrgent:
            var rows: [SQLRow] = []
            for urgency in Urgency.allCases where rows.count < limit {
                rows += try due("urgency = \(urgency.rank)", upTo: limit - rows.count)
            }
            return rows
        }
    }

    private func claim(
        _ row: SQLRow,
        of partner: String,
        by worker: String,
        at now: Date,
        lease: Duration,
        on connection: any SQLConnection
    ) throws -> Claim {
        let id = try row.text("id")
        let epoch = try row.integer("lease_epoch") + 1
        let body = try body(of: id, under: try row.text("data_key"), on: connection)
        let mayBeHeld = try row.word("state") == DeliveryState.uncertain
        let firstSentAt = mayBeHeld ? try firstAttempt(of: id, on: connection) : nil
        try connection.execute(
            """
            UPDATE delivery SET state = 'sending', due_at = NULL, attempts = attempts + 1,
                lease_epoch = $2, lease_owner = $3, lease_ends_at = $4
            WHERE id = $1
            """,
            [.text(id), .integer(epoch), .text(worker), .moment(now.adding(lease))]
        )
        try connection.execute(
            "INSERT INTO attempt (delivery, epoch, worker, started_at) VALUES ($1, $2, $3, $4)",
            [.text(id), .integer(epoch), .text(worker), .moment(now)]
        )
        return Claim(
            delivery: id,
            partner: partner,
            contract: try row.text("contract"),
            referral: try row.text("referral_id"),
            version: Int(try row.integer("referral_version")),
            idempotencyKey: try row.text("idempotency_key"),
            body: body,
            attempt: Int(try row.integer("attempts")) + 1,
            epoch: epoch,
            firstSentAt: firstSentAt,
            isImmediate: Int(try row.integer("urgency")) == Urgency.immediate.rank,
            horizon: try row.moment("horizon_at")
        )
    }

    private func firstAttempt(of delivery: String, on connection: any SQLConnection) throws -> Date
    {
        let rows = try connection.rows(
            "SELECT min(started_at) AS started_at FROM attempt WHERE delivery = $1",
            [.text(delivery)]
        )
        return try rows.first?.optionalMoment("started_at") ?? .distantPast
    }

    /// One document that cannot be opened must not hold up the lane.
    private func parkUnreadable(_ delivery: String, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE delivery SET state = 'parked', park_reason = 'unreadable', due_at = NULL
            WHERE id = $1
            """,
            [.text(delivery)]
        )
    }

    private func body(
        of delivery: String,
        under keyID: String,
        on connection: any SQLConnection
    ) throws -> Data {
        let found = try connection.rows(
            "SELECT sealed FROM delivery_body WHERE delivery = $1",
            [.text(delivery)]
        )
        guard let row = found.first else {
            throw DatabaseError.statement("a queued delivery has no document")
        }
        return try keys.key(id: keyID, on: connection)
            .open(try row.blob("sealed"), as: .body(of: delivery))
    }
}

extension Date {
    /// The moment a duration later.
    package func adding(_ duration: Duration) -> Date {
        addingTimeInterval(duration / .seconds(1))
    }
}
