import Foundation

import Database
import Referrals
import Vault

extension OutboxStore {
    /// The deliveries that a filter means, oldest first, at most `limit`.
    package func deliveries(
        matching filter: DeliveryFilter,
        limit: Int
    ) async throws -> [DeliveryLine] {
        try await database.read { connection in
            try matches(filter, limit: limit, on: connection).map { row in
                try line(row, awaited: filter.awaiting, on: connection)
            }
        }
    }

    /// The rows of the deliveries that a filter means.
    func matches(
        _ filter: DeliveryFilter,
        limit: Int,
        on connection: any SQLConnection
    ) throws -> [SQLRow] {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        func bind(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        if !filter.ids.isEmpty {
            let named = try filter.ids.map { try resolve($0, on: connection) }
            let list = named.map { bind(.text($0)) }.joined(separator: ", ")
            conditions.append("delivery.id IN (\(list))")
        }
        if let partner = filter.partner { conditions.append("partner = \(bind(.text(partner)))") }
        if let state = filter.state { conditions.append("state = \(bind(.text(state.rawValue)))") }
        if let outcome = filter.outcome {
            conditions.append("last.outcome = \(bind(.text(outcome.rawValue)))")
        }
        if let contract = filter.contract {
            conditions.append("contract = \(bind(.text(contract)))")
        }
        if let moment = filter.overdueAt {
            conditions.append("overdue_at < \(bind(.moment(moment))) AND state <> 'parked'")
        }
        if let clock = filter.awaiting { conditions.append(Self.isAwaited(clock)) }
        if let place = filter.after {
            let (moment, id) = (bind(.moment(place.queuedAt)), bind(.text(place.delivery)))
            conditions.append("(queued_at, delivery.id) > (\(moment), \(id))")
        }
        if let since = filter.since { conditions.append("queued_at >= \(bind(.moment(since)))") }
        return try connection.rows(
            """
            SELECT delivery.id, referral_id, referral_version, source_reference, partner, state,
                park_reason, attempts, queued_at, due_at, delivery.data_key, last.epoch,
                last.outcome, last.sealed, \(Self.owedColumn(filter.awaiting)) AS owed_at, message,
                (SELECT obstacle FROM reroute WHERE reroute.delivery = delivery.id) AS obstacle
            FROM delivery
            JOIN referral ON referral.id = referral_id AND referral.version = referral_version
            LEFT JOIN attempt AS last ON last.delivery = delivery.id AND last.epoch = (
                SELECT max(epoch) FROM attempt
                WHERE attempt.delivery = delivery.id AND ended_at IS NOT NULL)
            \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
            ORDER BY queued_at, delivery.id LIMIT \(bind(.integer(limit)))
            """,
            arguments
        )
    }

    /// Until when that is owed which is asked for, or else what comes next.
    private static func owedColumn(_ clock: Clock?) -> String {
        clock.flatMap(Self.column(of:)) ?? "overdue_at"
    }

    private static func isAwaited(_ clock: Clock) -> String {
        let isOwed =
            switch clock {
            case .receipt: "state IN ('queued', 'sending', 'uncertain')"
            case .acknowledgement: "state = 'delivered'"
            case .decision: "state IN ('delivered', 'acknowledged') AND message = 'referral'"
            case .outcome:
                """
                state = 'decided' AND message = 'referral' AND NOT EXISTS (
                    SELECT 1 FROM answer WHERE answer.delivery = delivery.id AND kind = 'outcome')
                AND NOT EXISTS (SELECT 1 FROM reroute
                    WHERE reroute.delivery = delivery.id AND reroute.state = 'made')
                """
            case .action: "state = 'parked'"
            }
        return "\(isOwed) AND delivery.data_key NOT IN (SELECT child FROM erasure)"
    }

    func line(
        _ row: SQLRow,
        awaited: Clock?,
        on connection: any SQLConnection
    ) throws -> DeliveryLine {
        let id = try row.text("id")
        var explanation: AttemptExplanation?
        if let epoch = try row.optionalInteger("epoch"), let sealed = try row.optionalBlob("sealed")
        {
            explanation = try open(
                sealed,
                attempt: epoch,
                of: id,
                under: try row.text("data_key"),
                on: connection
            )
        }
        return DeliveryLine(
            id: id,
            referral: try row.text("referral_id"),
            sourceReference: try row.text("source_reference"),
            version: Int(try row.integer("referral_version")),
            partner: try row.text("partner"),
            state: try row.word("state"),
            parkReason: try row.optionalWord("park_reason"),
            rerouteObstacle: try row.optionalWord("obstacle"),
            attempts: Int(try row.integer("attempts")),
            queuedAt: try row.moment("queued_at"),
            dueAt: try row.optionalMoment("due_at"),
            message: try row.word("message"),
            awaited: awaited,
            owedAt: try row.optionalMoment("owed_at"),
            lastOutcome: try row.optionalWord("outcome"),
            lastExplanation: explanation
        )
    }

    func open(
        _ sealed: Data,
        attempt epoch: Int64,
        of delivery: String,
        under keyID: String,
        on connection: any SQLConnection
    ) throws -> AttemptExplanation? {
        guard let key = try keys.unlessErased({ try keys.key(id: keyID, on: connection) }) else {
            return nil
        }
        return try JSONDecoder().decode(
            AttemptExplanation.self,
            from: try key.open(sealed, as: .attempt(epoch, of: delivery))
        )
    }

    /// Turns an identifier's beginning into the one delivery that it means.
    func resolve(_ id: String, on connection: any SQLConnection) throws -> String {
        let found = try connection.rows(
            "SELECT id FROM delivery WHERE id >= $1 AND id < $2 LIMIT 2",
            [.text(id), .text(id + "\u{7f}")]
        )
        guard let first = found.first else { throw OutboxError.unknownDelivery(id) }
        guard found.count == 1 else { throw OutboxError.ambiguous(id) }
        return try first.text("id")
    }
}
