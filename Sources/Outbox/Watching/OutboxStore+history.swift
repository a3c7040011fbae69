import Database
import Foundation
import Referrals
import Vault

extension OutboxStore {
    /// The history of every version of a referral, newest first.
    ///
    /// The referral is named by its identifier (or an unmistakable beginning), its source
    /// reference, or the identifier of one of its deliveries.
    package func history(of reference: String) async throws -> [ReferralHistory] {
        try await database.read { connection in
            let id = try referralID(meaning: reference, on: connection)
            let versions = try connection.rows(
                """
                SELECT id, version, source_reference, urgency, submitted_at, unrouted
                FROM referral WHERE id = $1 ORDER BY version DESC
                """,
                [.text(id)]
            )
            return try versions.map { try history($0, on: connection) }
        }
    }

    func referralID(
        meaning reference: String,
        on connection: any SQLConnection
    ) throws -> String {
        let found = try connection.rows(
            """
            SELECT DISTINCT id FROM (
                SELECT id FROM referral WHERE source_reference = $1
                UNION ALL SELECT id FROM referral WHERE id >= $1 AND id < $2
                UNION ALL SELECT referral_id AS id FROM delivery WHERE id >= $1 AND id < $2
            ) AS meant LIMIT 2
            """,
            [.text(reference), .text(reference + "\u{7f}")]
        )
        guard let first = found.first else { throw OutboxError.unknownReferral(reference) }
        guard found.count == 1 else { throw OutboxError.ambiguous(reference) }
        return try first.text("id")
    }

    /// What stands where a text was that only a destroyed key could open.
    private static let erasedText = "(erased)"

    private func history(
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws -> ReferralHistory {
        let id = try row.text("id")
        let version = try row.integer("version")
        let leftOut = try connection.rows(
            """
            SELECT partner, reason FROM left_out
            WHERE referral_id = $1 AND referral_version = $2 ORDER BY partner
            """,
            [.text(id), .integer(version)]
        )
        let deliveries = try connection.rows(
            """
            SELECT delivery.*, (SELECT other.partner FROM reroute
                JOIN delivery AS other ON other.id = reroute.other
                WHERE reroute.delivery = delivery.id) AS rerouted_to,
                (SELECT obstacle FROM reroute WHERE reroute.delivery = delivery.id) AS obstacle
            FROM delivery WHERE referral_id = $1 AND referral_version = $2 ORDER BY partner, id
            """,
            [.text(id), .integer(version)]
        )
        return ReferralHistory(
            id: id,
            sourceReference: try row.text("source_reference"),
            version: Int(version),
            urgency: try row.text("urgency"),
            submittedAt: try row.moment("submitted_at"),
            isUnrouted: try row.integer("unrouted") == 1,
            leftOut: try leftOut.map { (try $0.text("partner"), try $0.text("reason")) },
            deliveries: try deliveries.map { try delivery($0, on: connection) },
            withdrawals: try withdrawals(of: id, version: Int(version), on: connection)
        )
    }

    private func delivery(
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws -> ReferralHistory.Delivery {
        let id = try row.text("id")
        let keyID = try row.text("data_key")
        let key = try keys.unlessErased { try keys.key(id: keyID, on: connection) }
        return ReferralHistory.Delivery(
            id: id,
            partner: try row.text("partner"),
            contract: try row.text("contract"),
            message: try row.word("message"),
            idempotencyKey: try row.text("idempotency_key"),
            state: try row.word("state"),
            parkReason: try row.optionalWord("park_reason"),
            queuedAt: try row.moment("queued_at"),
            dueAt: try row.optionalMoment("due_at"),
            horizon: try row.moment("horizon_at"),
            dues: try dues(in: row),
            reroutedTo: try row.optionalText("rerouted_to"),
            rerouteObstacle: try row.optionalWord("obstacle"),
            attempts: try attempts(of: id, under: key, on: connection),
            answers: try answers(of: id, under: key, on: connection),
            resends: try resends(of: id, under: key, on: connection),
            escalations: try escalations(of: id, on: connection)
        )
    }

    private func dues(in row: SQLRow) throws -> [Clock: Date] {
        var dues: [Clock: Date] = [:]
        dues[.receipt] = try row.optionalMoment("receipt_due_at")
        dues[.acknowledgement] = try row.optionalMoment("answer_due_at")
        dues[.decision] = try row.optionalMoment("decision_due_at")
        dues[.outcome] = try row.optionalMoment("outcome_due_at")
        if try row.word("state") == DeliveryState.parked {
            dues[.action] = try row.optionalMoment("overdue_at")
        }
        return dues
    }

    private func escalations(
        of delivery: String,
        on connection: any SQLConnection
    ) throws -> [ReferralHistory.Escalation] {
        try connection.rows(
            "SELECT * FROM escalation WHERE delivery = $1 ORDER BY at, id",
            [.text(delivery)]
        ).map { row in
            ReferralHistory.Escalation(
                at: try row.moment("at"),
                clock: try row.word("clock"),
                stage: Int(try row.integer("stage")),
                due: try row.moment("due_at")
            )
        }
    }

    private func withdrawals(
        of referral: String,
        version: Int,
        on connection: any SQLConnection
    ) throws -> [ReferralHistory.Withdrawal] {
        try connection.rows(
            """
            SELECT withdrawal.id AS id, at, asked_by, withdrawal.sealed AS sealed, data_key
            FROM withdrawal JOIN referral ON referral.id = referral_id AND version = referral_version
            WHERE referral_id = $1 AND referral_version = $2 ORDER BY at, withdrawal.id
            """,
            [.text(referral), .integer(version)]
        ).map { row in
            let keyID = try row.text("data_key")
            let key = try keys.unlessErased { try keys.key(id: keyID, on: connection) }
            let reason = try key?.open(
                try row.blob("sealed"),
                as: .withdrawal(try row.text("id"))
            )
            return ReferralHistory.Withdrawal(
                at: try row.moment("at"),
                askedBy: try row.text("asked_by"),
                reason: reason.map { String(decoding: $0, as: UTF8.self) } ?? Self.erasedText
            )
        }
    }

    private func attempts(
        of delivery: String,
        under key: DataKey?,
        on connection: any SQLConnection
    ) throws -> [ReferralHistory.Attempt] {
        let rows = try connection.rows(
            "SELECT * FROM attempt WHERE delivery = $1 ORDER BY epoch",
            [.text(delivery)]
        )
        return try rows.enumerated().map { index, row in
            let epoch = try row.integer("epoch")
            let explanation = try row.optionalBlob("sealed").flatMap { sealed in
                try key?.open(sealed, as: .attempt(epoch, of: delivery))
            }.map { try JSONDecoder().decode(AttemptExplanation.self, from: $0) }
            return ReferralHistory.Attempt(
                number: index + 1,
                startedAt: try row.moment("started_at"),
                endedAt: try row.optionalMoment("ended_at"),
                outcome: try row.optionalWord("outcome"),
                phase: try row.optionalText("phase"),
                code: try row.optionalInteger("code").map { Int($0) },
                status: try row.optionalInteger("status").map { Int($0) },
                isLate: try row.integer("late") == 1,
                nextAt: try row.optionalMoment("next_at"),
                explanation: explanation
            )
        }
    }

    private func answers(
        of delivery: String,
        under key: DataKey?,
        on connection: any SQLConnection
    ) throws -> [ReferralHistory.Answer] {
        try connection.rows(
            """
            SELECT answer.*, evidence.sealed AS proof FROM answer
            LEFT JOIN evidence ON evidence.id = answer.evidence
            WHERE answer.delivery = $1 ORDER BY received_at, answer.id
            """,
            [.text(delivery)]
        ).map { row in
            let path: AnswerPath = try row.word("path")
            let evidence = try path == .telephone ? self.evidence(in: row, under: key) : nil
            return ReferralHistory.Answer(
                receivedAt: try row.moment("received_at"),
                kind: try row.word("kind"),
                path: path,
                saidBy: evidence?.saidBy,
                writtenBy: evidence?.writtenBy,
                content: try key?.open(
                    try row.blob("sealed"),
                    as: .answer(try row.text("id"))
                ) ?? Data("{}".utf8)
            )
        }
    }

    private func evidence(in row: SQLRow, under key: DataKey?) throws -> Evidence? {
        guard let key, let id = try row.optionalText("evidence"),
            let sealed = try row.optionalBlob("proof")
        else { return nil }
        return try JSONDecoder().decode(
            Evidence.self,
            from: try key.open(sealed, as: .evidence(id))
        )
    }

    private func resends(
        of delivery: String,
        under key: DataKey?,
        on connection: any SQLConnection
    ) throws -> [ReferralHistory.Resend] {
        try connection.rows(
            "SELECT * FROM resend WHERE delivery = $1 ORDER BY at, id",
            [.text(delivery)]
        ).map { row in
            let reason = try key?.open(
                try row.blob("sealed"),
                as: .resend(try row.text("id"))
            )
            return ReferralHistory.Resend(
                at: try row.moment("at"),
                askedBy: try row.text("asked_by"),
                reason: reason.map { String(decoding: $0, as: UTF8.self) } ?? Self.erasedText
            )
        }
    }
}
