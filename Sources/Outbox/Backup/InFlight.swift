import Audit
import Database
import Foundation
import Vault

/// What was to be sent, or was being sent, when a backup was made.
///
/// The store that was lost may have sent it since, and nothing here would know: so it is asked about
/// before anything is repeated.
struct InFlight {
    private static let batch = 500
    /// So long at least a delivery has to find out before a person is asked.
    private static let horizonSeconds: TimeInterval = 3600
    static let worker = "restore"

    let keys: DataKeys
    /// The moment of the backup.
    let madeAt: Date
    let now: Date

    /// Makes it `uncertain`, in the transaction that the connection is in; returns how many of it can
    /// be sent at all.
    func makeUncertain(
        _ trail: inout AuditTrail,
        on connection: any SQLConnection
    ) throws -> Int {
        var count = 0
        var last = ""
        while true {
            let rows = try connection.rows(
                """
                SELECT delivery.id AS id, partner, state, lease_epoch, \(DataKeys.columns)
                FROM delivery JOIN child_key ON child_key.id = delivery.data_key
                WHERE delivery.id > $1 AND (state IN ('queued', 'sending')
                    OR (state = 'uncertain' AND attempts = 0))
                ORDER BY delivery.id LIMIT \(Self.batch)
                """,
                [.text(last)]
            )
            guard let end = rows.last else { break }
            for row in rows { try makeUncertain(row, &trail, on: connection) }
            count += try rows.count { try $0.blob("key_wrapped") != DataKeys.gone }
            last = try end.text("id")
        }
        try askAgain(&trail, on: connection)
        return count
    }

    private func makeUncertain(
        _ row: SQLRow,
        _ trail: inout AuditTrail,
        on connection: any SQLConnection
    ) throws {
        let id = try row.text("id")
        let epoch = try row.integer("lease_epoch")
        let isSending = try row.text("state") == DeliveryState.sending.rawValue
        if isSending {
            try close(id, epoch, row, on: connection)
        } else {
            try suppose(id, epoch + 1, row, on: connection)
        }
        var entry = trail.entry(.disclosure, "sent, perhaps, before a restore")
        entry.child = try row.text("key_id")
        entry.delivery = id
        entry.recipient = try row.text("partner")
        entry.facts["outcome"] = AttemptOutcome.uncertain.rawValue
        entry.mention(.attempt, .text(id), .integer(isSending ? epoch : epoch + 1))
        trail.add(entry)
        // Attempts are counted from 1 here: one that begins anew would pass for a person's order.
        try connection.execute(
            """
            UPDATE delivery SET state = 'uncertain', due_at = $2, lease_owner = NULL,
                lease_ends_at = NULL, lease_epoch = lease_epoch + 1,
                attempts = attempts + \(isSending ? 0 : 1)
            WHERE id = $1
            """,
            [.text(id), .moment(now)]
        )
    }

    /// Ends the attempt that was being made.
    private func close(
        _ delivery: String,
        _ epoch: Int64,
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws {
        let open = try EndedAttempt(open: delivery, epoch, endedAt: now, on: connection)
        guard let attempt = open else { return }
        try connection.execute(
            """
            UPDATE attempt SET ended_at = $3, outcome = 'uncertain', next_at = $3, sealed = $4
            WHERE delivery = $1 AND epoch = $2 AND ended_at IS NULL
            """,
            [
                .text(delivery), .integer(epoch), .moment(now),
                try sealed("It was being sent when the backup was made", attempt, row),
            ]
        )
    }

    /// Writes down that an attempt may have been made, at the backup's moment or later.
    private func suppose(
        _ delivery: String,
        _ epoch: Int64,
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws {
        let attempt = EndedAttempt(
            delivery: delivery,
            epoch: epoch,
            worker: Self.worker,
            startedAt: madeAt,
            endedAt: now,
            outcome: .uncertain,
            next: now
        )
        try connection.execute(
            """
            INSERT INTO attempt (delivery, epoch, worker, started_at, ended_at, outcome, next_at, sealed)
            VALUES ($1, $2, $3, $4, $5, 'uncertain', $5, $6)
            """,
            [
                .text(delivery), .integer(epoch), .text(Self.worker), .moment(madeAt),
                .moment(now),
                try sealed("It was waiting when the backup was made", attempt, row),
            ]
        )
    }

    /// The explanation, unless the child's key is gone.
    private func sealed(
        _ words: String,
        _ attempt: EndedAttempt,
        _ row: SQLRow
    ) throws -> SQLValue {
        guard try row.blob("key_wrapped") != DataKeys.gone else { return .null }
        let explanation = AttemptExplanation(
            "\(words) that this store was restored from; the store that was lost may have sent it."
        )
        return .blob(
            try keys.key(in: row).seal(
                try JSONEncoder().encode(KeptExplanation(explanation, of: attempt)),
                as: .attempt(attempt.epoch, of: attempt.delivery)
            )
        )
    }

    /// Everything uncertain is due now and has some time left; and what was never to reach its
    /// partner in time may have reached it since.
    private func askAgain(_ trail: inout AuditTrail, on connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE delivery SET due_at = $1 WHERE state = 'uncertain'",
            [.moment(now)]
        )
        let prolonged = try connection.rows(
            """
            UPDATE delivery SET horizon_at = $1 WHERE state = 'uncertain' AND horizon_at < $1
            RETURNING id
            """,
            [.moment(now.addingTimeInterval(Self.horizonSeconds))]
        )
        trail.add(
            .alteration,
            "given more time",
            of: .clock,
            try prolonged.map { [.text(try $0.text("id"))] }
        )
        try trail.addParked(
            try connection.rows(
                """
                UPDATE delivery SET park_reason = 'uncertain-at-horizon'
                WHERE state = 'parked' AND park_reason = 'horizon-reached'
                RETURNING id, data_key, park_reason
                """
            )
        )
    }
}
