import Audit
import Database
import Foundation
import Referrals
import Vault

extension OutboxStore {
    private static let batch = 500
    /// Many times as long as any lease.
    private static let leaseSecondsMax: TimeInterval = 3600

    /// What contradicts itself outside the log: states that nothing proves, counts that do not add up,
    /// and sealed values that do not open.
    func damagesOfState(at now: Date) async throws -> [AuditDamage] {
        try await brokenFile() + wrongCounts() + contradictedStates() + delayed(at: now)
            + lostChildren() + unopened()
    }

    /// What SQLite finds wrong with its file, such as indexes that do not fit their tables.
    ///
    /// PostgreSQL has no such look that every role may take.
    private func brokenFile() async throws -> [AuditDamage] {
        try await database.read { connection in
            guard connection.dialect == .sqlite else { return [] }
            return try connection.rows("PRAGMA integrity_check")
                .map { try $0.text("integrity_check") }
                .filter { $0 != "ok" }
                .map { AuditDamage("the store's file", "SQLite says: \($0)") }
        }
    }

    private func wrongCounts() async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT partner, state FROM (
                    SELECT partner, state, deliveries FROM delivery_count
                    UNION ALL SELECT partner, state, -count(*) FROM delivery
                    GROUP BY partner, state) AS counts
                GROUP BY partner, state HAVING sum(deliveries) <> 0
                """
            ).map { row in
                AuditDamage(
                    "delivery_count/\(try row.text("partner"))/\(try row.text("state"))",
                    "it is not the number of deliveries"
                )
            }
        }
    }

    /// Work that is put off for longer than its last attempt says, or than anybody works on anything:
    /// a referral that is never sent is lost.
    private func delayed(at now: Date) async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, CASE WHEN state = 'sending'
                    THEN 'its lease is longer than any that is given'
                    ELSE 'it is due later than its last attempt says' END AS what
                FROM delivery
                WHERE (state = 'sending' AND lease_ends_at > $2)
                OR (state IN ('queued', 'uncertain') AND due_at > $1
                    AND (message <> 'withdrawal' OR attempts > 0 OR due_at > $2)
                    AND due_at > coalesce((SELECT max(next_at) FROM attempt
                        WHERE attempt.delivery = delivery.id), 0))
                LIMIT 1000
                """,
                // A withdrawal waits while what it recalls is on the wire, as long as a lease.
                [.moment(now), .moment(now.addingTimeInterval(Self.leaseSecondsMax))]
            ).map { AuditDamage("delivery/\(try $0.text("id"))", try $0.text("what")) }
        }
    }

    /// Every child is reviewed some day, and no key goes without a certificate.
    private func lostChildren() async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, 'no review of it is due' AS what FROM child_key
                WHERE subject NOT LIKE 'purge/%' AND NOT EXISTS (
                    SELECT 1 FROM child_record WHERE child = child_key.id)
                UNION ALL SELECT id, 'it was destroyed, and no certificate says so' FROM child_key
                WHERE (destroyed_at IS NOT NULL OR wrapped = $1) AND NOT EXISTS (
                    SELECT 1 FROM erasure WHERE child = child_key.id)
                LIMIT 1000
                """,
                [.blob(DataKeys.gone)]
            ).map { AuditDamage("child_key/\(try $0.text("id"))", try $0.text("what")) }
        }
    }

    private func unopened() async throws -> [AuditDamage] {
        var damages: [AuditDamage] = []
        var last = ""
        while true {
            let after = last
            let (found, next) = try await database.read { connection in
                let rows = try connection.rows(
                    """
                    SELECT \(DataKeys.columns) FROM child_key
                    WHERE wrapped <> $2 AND id > $1 ORDER BY id LIMIT \(Self.batch)
                    """,
                    [.text(after), .blob(DataKeys.gone)]
                )
                let damages = try rows.compactMap { row in
                    (try? keys.key(in: row)) == nil
                        ? AuditDamage("child_key/\(try row.text("key_id"))", "it does not open")
                        : nil
                }
                return (damages, try rows.last?.text("key_id"))
            }
            damages += found
            guard let next else { return damages }
            last = next
        }
    }
}
