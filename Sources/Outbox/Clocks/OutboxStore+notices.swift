package import Foundation

import Audit
import Database

extension OutboxStore {
    /// Takes messages that are due, oldest first.
    ///
    /// Each is put off until `again`, so that a sender that dies delays the message, no more.
    package func takeNotices(upTo limit: Int, at now: Date, again: Date) async throws -> [Notice] {
        try await database.write { connection in
            let taken = try connection.rows(
                """
                UPDATE notice SET due_at = $2, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM notice WHERE due_at IS NOT NULL AND due_at <= $1
                    ORDER BY due_at LIMIT $3 \(connection.dialect.skipLocked))
                RETURNING id, escalation, recipient, attempts
                """,
                [.moment(now), .moment(again), .integer(limit)]
            )
            return try taken.map { try notice($0, on: connection) }
        }
    }

    /// Notes that messages were sent, or given up.
    package func settleNotices(_ ids: [String], sentAt: Date?, at now: Date) async throws {
        guard !ids.isEmpty else { return }
        let list = SQLValues([ids.map(SQLValue.text)])
        try await audited(at: now) { connection, trail in
            _ = try connection.execute(
                """
                UPDATE notice SET due_at = NULL, sent_at = CAST($\(ids.count + 1) AS BIGINT)
                WHERE id IN \(list.list)
                """,
                list.arguments + [.moment(orNull: sentAt)]
            )
            trail.add(
                .alteration,
                sentAt == nil ? "telling given up" : "told",
                of: .notice,
                ids.map { [.text($0)] }
            )
        }
    }

    /// Puts messages off.
    package func postponeNotices(_ ids: [String], until moment: Date) async throws {
        guard !ids.isEmpty else { return }
        let list = SQLValues([ids.map(SQLValue.text)])
        try await database.write { connection in
            _ = try connection.execute(
                "UPDATE notice SET due_at = $\(ids.count + 1) WHERE id IN \(list.list)",
                list.arguments + [.moment(moment)]
            )
        }
    }

    private func notice(_ row: SQLRow, on connection: any SQLConnection) throws -> Notice {
        let found = try connection.rows(
            """
            SELECT clock, stage, escalation.due_at AS owed_at, delivery.id AS delivery, partner,
                source_reference, referral.urgency AS urgency
            FROM (SELECT * FROM escalation WHERE id = $1) AS escalation
            JOIN delivery ON delivery.id = escalation.delivery
            JOIN referral ON referral.id = referral_id AND version = referral_version
            """,
            [.text(try row.text("escalation"))]
        )
        guard let about = found.first else {
            throw DatabaseError.statement("a message is about nothing")
        }
        return Notice(
            id: try row.text("id"),
            recipient: try row.text("recipient"),
            partner: try about.text("partner"),
            delivery: try about.text("delivery"),
            sourceReference: try about.text("source_reference"),
            urgency: try about.text("urgency"),
            clock: try about.word("clock"),
            stage: Int(try about.integer("stage")),
            due: try about.moment("owed_at"),
            attempts: Int(try row.integer("attempts"))
        )
    }
}
