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
        let (taken, next) = try await database.write { connection in
            let due = try due(
                upTo: limit,
                for: partner,
                order: order,
                retries: retries,
                at: now,
                on: connection
            )
            let taken = try due.map {
                try take($0, by: worker, at: now, lease: lease, on: connection)
            }
            let next = try connection.rows(
                """
                SELECT min(due_at) AS due_at FROM delivery
                WHERE partner = $1 AND state IN ('queued', 'uncertain') AND due_at > $2
                """,
                [.text(partner), .moment(now)]
            )
            return (taken, try next.first?.optionalMoment("due_at"))
        }
        // Opened after the transaction, which others wait for.
        var claims: [Claim] = []
        for taken in taken {
            do {
                claims.append(try claim(taken, of: partner))
            } catch is VaultError {
                try await parkUnreadable(taken, at: now)
            }
        }
        return ClaimResult(claims: claims, mayHaveMore: taken.count == limit, nextDue: next)
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
                SELECT due.id AS id, state, referral_id, referral_version, contract,
                    idempotency_key, attempts, lease_epoch, horizon_at, urgency, sealed,
                    \(DataKeys.columns)
                FROM delivery AS due
                LEFT JOIN delivery_body ON delivery_body.delivery = due.id
                LEFT JOIN child_key ON child_key.id = due.data_key
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

    /// A delivery that this worker has claimed, and whose document is still sealed.
    private struct Taken: Sendable {
        let row: SQLRow
        let delivery: String
        let epoch: Int64
        let firstSentAt: Date?
    }

    private func take(
        _ row: SQLRow,
        by worker: String,
        at now: Date,
        lease: Duration,
        on connection: any SQLConnection
    ) throws -> Taken {
        let id = try row.text("id")
        let epoch = try row.integer("lease_epoch") + 1
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
        return Taken(row: row, delivery: id, epoch: epoch, firstSentAt: firstSentAt)
    }

    private func firstAttempt(of delivery: String, on connection: any SQLConnection) throws -> Date
    {
        let rows = try connection.rows(
            "SELECT min(started_at) AS started_at FROM attempt WHERE delivery = $1",
            [.text(delivery)]
        )
        return try rows.first?.optionalMoment("started_at") ?? .distantPast
    }

    private func claim(_ taken: Taken, of partner: String) throws -> Claim {
        let row = taken.row
        let (key, body) = try document(in: row, of: taken.delivery)
        return Claim(
            delivery: taken.delivery,
            partner: partner,
            contract: try row.text("contract"),
            referral: try row.text("referral_id"),
            version: Int(try row.integer("referral_version")),
            idempotencyKey: try row.text("idempotency_key"),
            body: body,
            key: key,
            attempt: Int(try row.integer("attempts")) + 1,
            epoch: taken.epoch,
            firstSentAt: taken.firstSentAt,
            isImmediate: Int(try row.integer("urgency")) == Urgency.immediate.rank,
            horizon: try row.moment("horizon_at")
        )
    }

    /// One document that cannot be opened must not hold up the lane; it was never sent.
    private func parkUnreadable(_ taken: Taken, at now: Date) async throws {
        let fence: [SQLValue] = [.text(taken.delivery), .integer(taken.epoch)]
        try await database.write { connection in
            try connection.execute(
                """
                UPDATE delivery SET state = 'parked', park_reason = 'unreadable',
                    lease_owner = NULL, lease_ends_at = NULL
                WHERE id = $1 AND state = 'sending' AND lease_epoch = $2
                """,
                fence
            )
            _ = try connection.execute(
                """
                UPDATE attempt SET ended_at = $3, outcome = 'misconfigured', phase = 'preparing'
                WHERE delivery = $1 AND epoch = $2
                """,
                fence + [.moment(now)]
            )
        }
    }

    private func document(in row: SQLRow, of delivery: String) throws -> (DataKey, Data) {
        guard let sealed = try row.optionalBlob("sealed") else {
            throw VaultError.tampered(.body(of: delivery))
        }
        guard try row.optionalText("key_id") != nil else {
            throw VaultError.unknownKey(id: "of delivery \(delivery)")
        }
        let key = try keys.key(in: row)
        return (key, try key.open(sealed, as: .body(of: delivery)))
    }
}

extension Date {
    /// The moment a duration later.
    package func adding(_ duration: Duration) -> Date {
        addingTimeInterval(duration / .seconds(1))
    }
}
