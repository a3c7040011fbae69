import Audit
import Database
import Foundation

extension OutboxStore {
    /// So long at most is a message left alone between two tries, in seconds, and so long at least.
    private static let noticeSeconds: (max: TimeInterval, min: Int) = (600, 15)

    /// Partners that are asked later than ever, people who are told later than was decided, and
    /// reroutings that no partner asked for.
    func unaskedOrUntold(at now: Date) async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT 'delivery/' || id AS place, 'its partner is asked too late' AS what
                FROM delivery WHERE poll_at > CASE WHEN EXISTS (
                    SELECT 1 FROM answer WHERE answer.delivery = delivery.id
                    AND kind IN ('decision', 'outcome')) THEN $2 ELSE $1 END
                UNION ALL SELECT 'notice/' || id, 'it is sent at another time than was decided'
                FROM notice WHERE (attempts = 0 AND due_at <> not_before)
                OR (attempts > 0 AND due_at > $3)
                UNION ALL SELECT 'notice/' || id, 'it cannot have been tried so often'
                FROM notice WHERE due_at IS NOT NULL
                AND attempts > 4 + ($4 - not_before) / \(Self.noticeSeconds.min * 1000)
                UNION ALL SELECT 'reroute/' || delivery, 'its partner did not ask for it'
                FROM reroute WHERE NOT EXISTS (
                    SELECT 1 FROM answer WHERE answer.delivery = reroute.delivery
                    AND decision = 'not-our-area')
                LIMIT 1000
                """,
                [
                    .moment(now.adding(Poll.longest.open)),
                    .moment(now.adding(Poll.longest.decided)),
                    .moment(now.addingTimeInterval(Self.noticeSeconds.max)), .moment(now),
                ]
            ).map { AuditDamage(try $0.text("place"), try $0.text("what")) }
        }
    }
}
