package import Foundation

import Audit
import Database
import Referrals
import Vault

extension OutboxStore {
    /// Claims due deliveries of one partner for one worker.
    ///
    /// A claim is a lease: if the worker dies, the delivery becomes `uncertain` when the lease ends.
    /// Without `retries` only first attempts, and what is immediate, are claimed.
    /// A version waits while an older one of the same referral is unsettled at that partner.
    /// The cursor is that of the lane.
    package func claim(
        upTo limit: Int,
        for partner: String,
        by worker: String,
        order: ClaimOrder,
        retries: Bool = true,
        at now: Date,
        lease: Duration,
        from cursor: ClaimCursor = ClaimCursor()
    ) async throws -> ClaimResult {
        let found = try await database.write { connection -> Found in
            var found = Found()
            // What a worker before this one may still have on the wire counts too.
            let others = try others(than: worker, at: partner, unless: cursor, on: connection)
            found.isAlone = others == 0
            guard limit > others else {
                found.next = now.adding(.seconds(1))
                return found
            }
            let due = try due(
                upTo: limit - others,
                for: partner,
                order: order,
                retries: retries,
                at: now,
                from: cursor,
                notingIn: &found,
                on: connection
            )
            try checkKeys(of: due)
            found.taken = try take(due, by: worker, at: now, lease: lease, on: connection)
            found.isFull = due.count == limit - others
            // A full claim is followed by another.
            if !found.isFull { found.next = try nextDue(of: partner, after: now, connection) }
            return found
        }
        if found.isAlone { cursor.noteAlone() }
        for (urgency, due) in found.ends { cursor.advance(to: due, ofUrgency: urgency) }
        // Opened after the transaction, which others wait for.
        var claims: [Claim] = []
        for taken in found.taken {
            do {
                claims.append(try claim(taken, of: partner, by: worker, at: now))
            } catch is VaultError {
                try await parkUnreadable(taken, at: now)
            }
        }
        return ClaimResult(claims: claims, mayHaveMore: found.isFull, nextDue: found.next)
    }

    /// How many deliveries of a partner other workers are sending.
    private func others(
        than worker: String,
        at partner: String,
        unless cursor: ClaimCursor,
        on connection: any SQLConnection
    ) throws -> Int {
        guard database.isShared, !cursor.isAlone else { return 0 }
        return try Int(
            connection.rows(
                """
                SELECT count(*) AS number FROM delivery
                WHERE state = 'sending' AND partner = $1 AND lease_owner <> $2
                """,
                [.text(partner), .text(worker)]
            ).first?.integer("number") ?? 0
        )
    }

    /// One query for each urgency: so an index gives the order, however long the queue is.
    private func due(
        upTo limit: Int,
        for partner: String,
        order: ClaimOrder,
        retries: Bool,
        at now: Date,
        from cursor: ClaimCursor,
        notingIn found: inout Found,
        on connection: any SQLConnection
    ) throws -> [SQLRow] {
        let isAllowed =
            retries ? "true" : "(attempts = 0 OR urgency = \(Urgency.immediate.rank))"
        func due(_ urgency: Int, upTo limit: Int) throws -> [SQLRow] {
            let rows = try connection.rows(
                """
                WITH due AS MATERIALIZED (
                    SELECT * FROM delivery AS waiting
                    WHERE partner = $1 AND state IN ('queued', 'uncertain') AND due_at <= $2
                    AND due_at >= $4 AND urgency = \(urgency) AND \(isAllowed) AND NOT EXISTS (
                        SELECT 1 FROM delivery AS older
                        WHERE older.referral_id = waiting.referral_id
                        AND older.partner = waiting.partner
                        AND older.referral_version < waiting.referral_version
                        AND older.state IN ('queued', 'sending', 'uncertain'))
                    ORDER BY due_at LIMIT $3 \(connection.dialect.skipLocked))
                SELECT due.id AS id, state, referral_id, referral_version, contract,
                    idempotency_key, attempts, lease_epoch, horizon_at, urgency, due_at, sealed,
                    \(DataKeys.columns)
                FROM due
                LEFT JOIN delivery_body ON delivery_body.delivery = due.id
                LEFT JOIN child_key ON child_key.id = due.data_key
                ORDER BY due_at
                """,
                [
                    .text(partner), .moment(now), .integer(limit),
                    .moment(cursor.start(ofUrgency: urgency, at: now)),
                ]
            )
            // While everything due is claimed, nothing is passed over.
            if rows.count == limit, let last = rows.last {
                found.ends.append((urgency, try last.moment("due_at")))
            }
            return rows
        }
        switch order {
        case .longestDue:
            let heads = try Urgency.allCases.flatMap { try due($0.rank, upTo: limit) }
            let byDue = try heads.map { ($0, try $0.moment("due_at")) }.sorted { $0.1 < $1.1 }
            found.ends = []
            return byDue.prefix(limit).map(\.0)
        case .mostUrgent:
            var rows: [SQLRow] = []
            for urgency in Urgency.allCases where rows.count < limit {
                rows += try due(urgency.rank, upTo: limit - rows.count)
            }
            return rows
        }
    }

    /// What a claim's transaction found.
    private struct Found: Sendable {
        var taken: [Taken] = []
        var isFull = false
        var next: Date?
        var isAlone = false
        /// How far the queue of an urgency was read.
        var ends: [(urgency: Int, due: Date)] = []
    }

    /// The first due time of each urgency at the partner `$1`, which one look at an index gives.
    static func firstDue(_ condition: String) -> String {
        Urgency.allCases.map { urgency in
            """
            SELECT min(due_at) AS due_at FROM delivery
            WHERE partner = $1 AND urgency = \(urgency.rank) AND state IN ('queued', 'uncertain')
            AND \(condition)
            """
        }.joined(separator: " UNION ALL ")
    }

    /// A delivery that this worker has claimed, and whose document is still sealed.
    private struct Taken: Sendable {
        let row: SQLRow
        let delivery: String
        let epoch: Int64
        let firstSentAt: Date?
    }

    private func take(
        _ due: [SQLRow],
        by worker: String,
        at now: Date,
        lease: Duration,
        on connection: any SQLConnection
    ) throws -> [Taken] {
        guard !due.isEmpty else { return [] }
        let uncertain = try due.filter { try $0.word("state") == DeliveryState.uncertain }
        let firstSent = try firstAttempts(of: uncertain.map { try $0.text("id") }, on: connection)
        let taken = try due.map { row in
            let id = try row.text("id")
            return Taken(
                row: row,
                delivery: id,
                epoch: try row.integer("lease_epoch") + 1,
                firstSentAt: firstSent[id]
            )
        }
        let claims: [[SQLValue]] = taken.map {
            [
                .text($0.delivery), .integer($0.epoch), .text(worker), .moment(now),
                .moment(now.adding(lease)),
            ]
        }
        try connection.execute(forEach: claims) { given in
            """
            UPDATE delivery SET state = 'sending', due_at = NULL, attempts = attempts + 1,
                lease_epoch = \(given[2]), lease_owner = \(given[3]),
                lease_ends_at = \(given[5])
            \(given.from) WHERE id = \(given[1])
            """
        }
        try connection.execute(forEach: claims) { given in
            """
            INSERT INTO attempt (delivery, epoch, worker, started_at)
            SELECT \(given[1]), \(given[2]), \(given[3]), \(given[4]) \(given.from)
            """
        }
        return taken
    }

    /// When each delivery was first tried.
    private func firstAttempts(
        of deliveries: [String],
        on connection: any SQLConnection
    ) throws -> [String: Date] {
        guard !deliveries.isEmpty else { return [:] }
        let rows = try connection.rows(forEach: deliveries.map { [.text($0)] }) { given in
            """
            SELECT delivery, min(started_at) AS started_at FROM attempt\(given.beside)
            WHERE delivery = \(given[1]) GROUP BY delivery
            """
        }
        let found = try rows.map { (try $0.text("delivery"), try $0.moment("started_at")) }
        let times = Dictionary(uniqueKeysWithValues: found)
        return Dictionary(
            uniqueKeysWithValues: deliveries.map { ($0, times[$0] ?? .distantPast) }
        )
    }

    private func nextDue(
        of partner: String,
        after now: Date,
        _ connection: any SQLConnection
    ) throws -> Date? {
        try connection.rows(
            """
            SELECT min(due_at) AS due_at FROM (\(Self.firstDue("due_at > $2"))) AS first
            """,
            [.text(partner), .moment(now)]
        ).first?.optionalMoment("due_at")
    }

    private func claim(
        _ taken: Taken,
        of partner: String,
        by worker: String,
        at now: Date
    ) throws -> Claim {
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
            worker: worker,
            startedAt: now,
            firstSentAt: taken.firstSentAt,
            urgency: Urgency(rank: Int(try row.integer("urgency"))),
            horizon: try row.moment("horizon_at")
        )
    }

    /// A process that lacks a key leaves what is sealed under it to others, and to later.
    private func checkKeys(of due: [SQLRow]) throws {
        let sealed = try due.filter { try $0.optionalBlob("key_wrapped") != DataKeys.gone }
        for key in Set(try sealed.compactMap { try $0.optionalText("key_under") }) {
            do throws(VaultError) {
                try keys.checkHeld(key)
            } catch {
                throw OutboxError.keyLacking(error.message)
            }
        }
    }

    /// One document that cannot be opened must not hold up the lane; it was never sent.
    private func parkUnreadable(_ taken: Taken, at now: Date) async throws {
        let fence: [SQLValue] = [.text(taken.delivery), .integer(taken.epoch)]
        try await audited(at: now) { connection, trail in
            let parked = try connection.rows(
                """
                UPDATE delivery SET state = 'parked', park_reason = 'unreadable',
                    lease_owner = NULL, lease_ends_at = NULL, \(Self.newClock(at: "$3"))
                WHERE id = $1 AND state = 'sending' AND lease_epoch = $2
                RETURNING id, data_key, park_reason
                """,
                fence + [.moment(now)]
            )
            try trail.addParked(parked)
            // Nothing can be sealed under a key that does not open.
            trail.add(.alteration, "not opened", of: .attemptEnd, [fence])
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

extension Urgency {
    /// The urgency with a place in the queue; what is not known must not wait.
    init(rank: Int) {
        self = Urgency.allCases.first { $0.rank == rank } ?? .immediate
    }
}

extension Date {
    /// The moment a duration later.
    package func adding(_ duration: Duration) -> Date {
        addingTimeInterval(duration / .seconds(1))
    }
}
