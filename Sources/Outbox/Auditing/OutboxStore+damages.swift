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
    func damagesOfState(at now: @escaping @Sendable () -> Date) async throws -> [AuditDamage] {
        let looks: [() async throws -> [AuditDamage]] = [
            brokenFile, wrongCounts, contradictedStates, { try await delayed(at: now()) },
            { try await unaskedOrUntold(at: now()) }, miscountedAttempts, changedAttempts,
            lostChildren,
            unopened, replacedSecrets, wrongTags, wrongReasons,
        ]
        var damages: [AuditDamage] = []
        for look in looks {
            do {
                damages += try await look()
            } catch DatabaseError.statement(let what) {
                // Somebody put text where a number belongs, or another word than there is.
                damages.append(AuditDamage("the store's values", what))
            }
        }
        return damages
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
                // What comes while this is read, by another machine's clock, is not late.
                [
                    .moment(now.addingTimeInterval(60)),
                    .moment(now.addingTimeInterval(Self.leaseSecondsMax)),
                ]
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
                UNION ALL SELECT id, 'it is not as its certificate says' FROM child_key
                JOIN erasure ON child = id WHERE wrapped <> $1 OR subject <> 'erased/' || id
                OR destroyed_at IS NULL OR destroyed_at <> at
                UNION ALL SELECT id, 'it was made at another time' FROM child_key
                WHERE NOT EXISTS (SELECT 1 FROM referral
                    WHERE data_key = child_key.id AND submitted_at = created_at)
                AND NOT EXISTS (SELECT 1 FROM erasure WHERE at = created_at)
                LIMIT 1000
                """,
                [.blob(DataKeys.gone)]
            ).map { AuditDamage("child_key/\(try $0.text("id"))", try $0.text("what")) }
        }
    }

    /// By a secret that was made anew nobody is found, and no token fits.
    private func replacedSecrets() async throws -> [AuditDamage] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT '\(Self.searchSecret)' AS name WHERE EXISTS (
                    SELECT 1 FROM child_record WHERE EXISTS (
                        SELECT 1 FROM search_entry WHERE search_entry.child = child_record.child)
                    AND NOT EXISTS (SELECT 1 FROM referral JOIN store_secret
                        ON name = '\(Self.searchSecret)' AND created_at <= submitted_at + 60000
                        WHERE data_key = child_record.child))
                UNION ALL SELECT '\(Self.tokenSecret)' WHERE EXISTS (
                    SELECT 1 FROM api_token WHERE NOT EXISTS (
                        SELECT 1 FROM store_secret WHERE store_secret.name = '\(Self.tokenSecret)'
                        AND store_secret.created_at <= api_token.created_at + 60000))
                """
            ).map {
                AuditDamage(
                    "store_secret/\(try $0.text("name"))",
                    "it is not the one that was used"
                )
            }
        }
    }

    private func unopened() async throws -> [AuditDamage] {
        var damages = try await database.read { connection in
            try connection.rows("SELECT name FROM store_secret").compactMap { row in
                let name = try row.text("name")
                return (try? keys.storedSecret(name, on: connection)) == nil
                    ? AuditDamage("store_secret/\(name)", "it does not open") : nil
            }
        }
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
                return (damages, rows.count == Self.batch ? try rows.last?.text("key_id") : nil)
            }
            damages += found
            guard let next else { return damages }
            last = next
        }
    }
}
