import Audit
import Database
import Foundation
import Vault

/// Attempts that told nobody anything have no entry of their own: a partner that is not reached for a
/// night would fill the log. They are held against their numbers, and against what is sealed with them.
extension OutboxStore {
    private static let page = 500
    /// So far apart are the clocks of two machines at most, in milliseconds.
    private static let skew = 60_000

    /// Deliveries whose attempts are not those that were begun.
    func miscountedAttempts() async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, 'its attempts are not those that were begun' AS what FROM delivery
                WHERE \(Self.isIncomplete)
                UNION ALL SELECT id, 'it was not tried as often as it says' FROM delivery
                WHERE attempts NOT BETWEEN \(Self.tried(after: Self.skew))
                    AND \(Self.tried(after: -Self.skew))
                UNION ALL SELECT DISTINCT delivery.id, 'an attempt has no end' FROM attempt
                JOIN delivery ON delivery.id = attempt.delivery
                WHERE ended_at IS NULL AND \(Self.isForgotten)
                LIMIT 1000
                """
            ).map { AuditDamage("delivery/\(try $0.text("id"))", try $0.text("what")) }
        }
    }

    /// Every claim makes an attempt of the next number.
    ///
    /// One whose worker died is ended by whoever finds it, which takes a number too, and the next is due
    /// at once.
    private static let isIncomplete = """
        (lease_epoch > 0 AND NOT EXISTS (
            SELECT 1 FROM attempt WHERE attempt.delivery = delivery.id AND epoch = 1))
        OR EXISTS (SELECT 1 FROM attempt WHERE attempt.delivery = delivery.id AND epoch > lease_epoch)
        OR EXISTS (SELECT 1 FROM attempt AS made WHERE made.delivery = delivery.id
            AND made.epoch < lease_epoch AND NOT EXISTS (
                SELECT 1 FROM attempt AS next
                WHERE next.delivery = delivery.id AND next.epoch = made.epoch + 1)
            AND NOT (((made.outcome = 'uncertain' AND made.next_at = made.ended_at)
                OR made.late = 1)
                AND (made.epoch + 1 = lease_epoch OR EXISTS (
                    SELECT 1 FROM attempt AS next
                    WHERE next.delivery = delivery.id AND next.epoch = made.epoch + 2))))
        """

    /// How many attempts of a delivery began so long after it was sent again for the last time, or at
    /// all; what was given back does not count, nor what could not be projected.
    private static func tried(after milliseconds: Int) -> String {
        """
        (SELECT count(*) FROM attempt WHERE attempt.delivery = delivery.id AND worker <> '\(intake)'
            AND (outcome IS NULL OR outcome <> 'given-back' OR late = 1)
            AND started_at > coalesce((SELECT max(at) FROM resend
                WHERE resend.delivery = delivery.id) + (\(milliseconds)), -1))
        """
    }

    /// An attempt that nobody makes any more, and that neither an answer nor a withdrawal overtook.
    private static let isForgotten = """
        ((phase IS NOT NULL OR code IS NOT NULL OR status IS NOT NULL OR next_at IS NOT NULL
            OR sealed IS NOT NULL)
        OR (NOT (state = 'sending' AND epoch = lease_epoch) AND state <> 'withdrawn'
            AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.delivery = delivery.id
                AND received_at > started_at - \(skew))))
        """

    /// Attempts that do not say what is sealed with them.
    func changedAttempts() async throws -> [AuditDamage] {
        var damages: [AuditDamage] = []
        var last: (delivery: String, epoch: Int64)? = ("", 0)
        while let after = last {
            let (found, end) = try await database.read { connection in
                try changedAttempts(after: after, on: connection)
            }
            damages += found
            last = end
        }
        return damages
    }

    /// Those of one page, with the last attempt that it holds.
    private func changedAttempts(
        after last: (delivery: String, epoch: Int64),
        on connection: any SQLConnection
    ) throws -> (damages: [AuditDamage], last: (delivery: String, epoch: Int64)?) {
        let rows = try connection.rows(
            """
            SELECT \(AuditedTable.attemptEnd.selected(in: connection.dialect)), late, attempt.sealed AS sealed,
                \(DataKeys.columns)
            FROM attempt JOIN delivery ON delivery.id = attempt.delivery
            JOIN child_key ON child_key.id = delivery.data_key
            WHERE (attempt.delivery, attempt.epoch) > ($1, $2) AND ended_at IS NOT NULL
            ORDER BY attempt.delivery, attempt.epoch LIMIT \(Self.page)
            """,
            [.text(last.delivery), .integer(last.epoch)]
        )
        let damages = try rows.compactMap { row in
            try changed(row, on: connection).map { what in
                AuditDamage(
                    "attempt/\(try row.text("delivery"))/\(try row.integer("epoch"))",
                    what
                )
            }
        }
        let end = try rows.last.map { (try $0.text("delivery"), try $0.integer("epoch")) }
        return (damages, rows.count == Self.page ? end : nil)
    }

    /// What is wrong with an attempt that has ended; nil when it is as it ended.
    private func changed(_ row: SQLRow, on connection: any SQLConnection) throws -> String? {
        let outcome: AttemptOutcome = try row.word("outcome")
        let isLate = try row.integer("late") == 1
        // The log holds all else that these rows say.
        if outcome == .delivered || isLate {
            return try row.optionalInteger("next_at") == nil ? nil : "nothing was due after it"
        }
        guard try row.blob("key_wrapped") != DataKeys.gone else { return nil }
        guard let sealed = try row.optionalBlob("sealed") else {
            let isKnown = try outcome.mayDisclose || isUnreadable(row, on: connection)
            return isKnown ? nil : "why it ended so is missing"
        }
        let (delivery, epoch) = (try row.text("delivery"), try row.integer("epoch"))
        guard let key = try? keys.key(in: row),
            let plain = try? key.open(sealed, as: .attempt(epoch, of: delivery)),
            let kept = try? JSONDecoder().decode(KeptExplanation.self, from: plain)
        else { return "why it ended so does not open" }
        // Older programs sealed no digest.
        guard let digest = kept.row else { return nil }
        let found = RowDigest.digest(of: row.values(count: AuditedTable.attemptEnd.width))
        return found == digest ? nil : "it is not as it ended"
    }

    /// Whether the log says that the delivery's document could not be opened.
    private func isUnreadable(_ row: SQLRow, on connection: any SQLConnection) throws -> Bool {
        try AuditLog.entries(
            about: try row.text("key_id"),
            AuditTrail.parked,
            of: try row.text("delivery"),
            on: connection
        ).contains { $0.content.facts?["reason"] == ParkReason.unreadable.rawValue }
    }
}
