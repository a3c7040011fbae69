import Audit
import Database
import Foundation
import Vault

/// The children whose keys are not in the keys file of a restore: they were erased after the backup.
struct ForgottenChildren {
    let now: Date

    /// Erases what is left of them, in the transaction that the connection is in, so that a later
    /// referral of the same child gets a new key, no search tells that the child was known, and no
    /// delivery waits for what nobody can open.
    func forget(_ trail: inout AuditTrail, by caller: String, on connection: any SQLConnection)
        throws
    {
        let forgotten = try connection.rows(
            """
            SELECT id, key_encryption_key FROM child_key WHERE wrapped = $1 AND NOT EXISTS (
                SELECT 1 FROM erasure WHERE erasure.child = child_key.id)
            """,
            [.blob(DataKeys.gone)]
        )
        for row in forgotten {
            try forget(
                try row.text("id"),
                under: try row.text("key_encryption_key"),
                &trail,
                by: caller,
                on: connection
            )
        }
    }

    private func forget(
        _ child: String,
        under keyEncryptionKey: String,
        _ trail: inout AuditTrail,
        by caller: String,
        on connection: any SQLConnection
    ) throws {
        var entry = trail.entry(.erasure, "erased before a restore")
        let (documents, evidence, entries) = try Erased.remove(
            child,
            notedIn: &entry,
            &trail,
            on: connection
        )
        try connection.execute(
            """
            UPDATE delivery SET state = 'withdrawn', due_at = NULL, park_reason = NULL,
                lease_owner = NULL, lease_ends_at = NULL
            WHERE data_key = $1 AND state IN (\(Erased.openStates))
            """,
            [.text(child)]
        )
        try connection.execute(
            "UPDATE child_key SET subject = 'erased/' || id, destroyed_at = $2 WHERE id = $1",
            [.text(child), .moment(now)]
        )
        let referrals = try connection.rows(
            "SELECT DISTINCT source_reference FROM referral WHERE data_key = $1",
            [.text(child)]
        ).map { try $0.text("source_reference") }
        let certificate = ErasureCertificate(
            child: child,
            at: now,
            by: caller,
            referrals: referrals.sorted(),
            documents: documents,
            evidence: evidence,
            searchEntries: entries,
            told: [:],
            notTold: [],
            keyEncryptionKey: keyEncryptionKey
        )
        try connection.execute(
            "INSERT INTO erasure (child, at, certificate) VALUES ($1, $2, $3)",
            [.text(child), .moment(now), .text(try certificate.text)]
        )
        entry.child = child
        entry.mention(.erasure, .text(child))
        trail.add(entry)
    }
}
