package import Foundation

import Audit
import Database
import Referrals
import Vault

extension OutboxStore {
    /// The children whom a reference means, with their referrals; throws when they may not be erased.
    package func erasable(_ reference: String) async throws -> [Erasable] {
        try await database.read { connection in
            try children(of: reference, on: connection).map { child in
                try checkErasable(child, on: connection)
                let key = try keys.key(id: child, on: connection)
                let rows = try connection.rows(
                    """
                    SELECT id, version, source_reference, sealed FROM referral WHERE data_key = $1
                    AND version = (SELECT max(version) FROM referral AS all_versions
                        WHERE all_versions.id = referral.id) ORDER BY id
                    """,
                    [.text(child)]
                )
                return Erasable(
                    child: child,
                    referrals: try rows.map { try erasable($0, under: key, on: connection) }
                )
            }
        }
    }

    private func erasable(
        _ row: SQLRow,
        under key: DataKey,
        on connection: any SQLConnection
    ) throws -> Erasable.Referral {
        let (id, version) = (try row.text("id"), Int(try row.integer("version")))
        // Whoever was told to disregard it may have kept it all the same.
        let holders = try connection.rows(
            """
            SELECT partner, max(referral_version) AS version, max(contract) AS contract
            FROM delivery WHERE referral_id = $1 AND message = 'referral' AND EXISTS (
                SELECT 1 FROM attempt WHERE attempt.delivery = delivery.id
                AND outcome IN ('delivered', 'uncertain'))
            GROUP BY partner ORDER BY partner
            """,
            [.text(id)]
        )
        let owing = try connection.rows(
            """
            SELECT DISTINCT partner FROM delivery WHERE referral_id = $1 AND message = 'referral'
            AND state IN ('delivered', 'acknowledged') ORDER BY partner
            """,
            [.text(id)]
        )
        return Erasable.Referral(
            id: id,
            version: version,
            sourceReference: try row.text("source_reference"),
            canonical: try key.open(try row.blob("sealed"), as: .referral(id, version: version)),
            holders: try holders.map {
                (
                    try $0.text("partner"), Int(try $0.integer("version")),
                    try $0.text("contract")
                )
            },
            owing: try owing.map { try $0.text("partner") }
        )
    }

    /// Destroys a child's key and everything that only it opens, and queues the messages to partners.
    ///
    /// The messages are sealed under a key of their own, so that the child's is gone at once. What is
    /// left are references, states and times: the tombstone.
    package func erase(
        _ erasable: Erasable,
        because reason: String,
        messages: @escaping @Sendable (_ referral: String, _ partner: String) -> NewDelivery?,
        at now: Date
    ) async throws -> ErasureCertificate {
        let caller = Caller.current.name
        let certificate = try await audited(at: now) { connection, trail in
            let child = erasable.child
            try checkErasable(child, on: connection)
            var entry = trail.entry(.erasure, "erased")
            // Committed to before the key goes; nobody can open it afterwards, and nobody need.
            entry.commitments["reason"] = try keys.key(id: child, on: connection)
                .mac(Data(reason.utf8))
            entry.child = child
            let (told, notTold) = try tell(erasable, messages, at: now, &entry, on: connection)
            let keyEncryptionKey = try connection.rows(
                "SELECT key_encryption_key FROM child_key WHERE id = $1",
                [.text(child)]
            ).first?.text("key_encryption_key")
            let (documents, evidence, entries) = try Erased.remove(
                child,
                notedIn: &entry,
                &trail,
                on: connection
            )
            guard try DataKeys.destroy(child, on: connection, at: now) else {
                throw ErasureRefusal.erasedBefore(at: now)
            }
            let certificate = ErasureCertificate(
                child: child,
                at: now,
                by: caller,
                referrals: erasable.referrals.map(\.sourceReference),
                documents: documents,
                evidence: evidence,
                searchEntries: entries,
                told: told,
                notTold: notTold,
                keyEncryptionKey: keyEncryptionKey ?? "",
                backups: try backups(holdingKeysAt: now, on: connection)
                    .map { ErasureCertificate.Backup(name: $0.name, keysUntil: $0.keysUntil) }
            )
            entry.facts["documents"] = "\(documents)"
            entry.mention(.erasure, .text(child))
            try connection.execute(
                "INSERT INTO erasure (child, at, certificate) VALUES ($1, $2, $3)",
                [.text(child), .moment(now), .text(try certificate.text)]
            )
            trail.add(entry)
            return certificate
        }
        // What was overwritten must not stay in the store's file beside the log that overwrites it.
        _ = try await database.keepUp()
        return certificate
    }

    /// Queues a message for each partner that holds the child's data and has agreed to one.
    private func tell(
        _ erasable: Erasable,
        _ messages: (_ referral: String, _ partner: String) -> NewDelivery?,
        at now: Date,
        _ entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws -> (told: [String: String], notTold: [String]) {
        var told: [String: String] = [:]
        var notTold: Set<String> = []
        let key = try keys.key(
            forSubject: "purge/\(erasable.child)",
            on: connection,
            at: now,
            makeID: makeID
        )
        for referral in erasable.referrals {
            for holder in referral.holders {
                guard let message = messages(referral.id, holder.partner) else {
                    notTold.insert(holder.partner)
                    continue
                }
                told["\(holder.partner) \(referral.sourceReference)"] = try insert(
                    message,
                    of: (referral.id, holder.version, .standard),
                    under: key,
                    at: now,
                    notedIn: &entry,
                    on: connection
                )
            }
        }
        return (told, notTold.sorted())
    }

    /// Nothing undelivered is ever touched, and nothing that the law holds.
    private func checkErasable(_ child: String, on connection: any SQLConnection) throws {
        if let row = try connection.rows(
            "SELECT at FROM erasure WHERE child = $1",
            [.text(child)]
        ).first {
            throw ErasureRefusal.erasedBefore(at: try row.moment("at"))
        }
        if let row = try connection.rows(
            """
            SELECT since, held_by FROM legal_hold WHERE child = $1 AND released_at IS NULL
            ORDER BY since LIMIT 1
            """,
            [.text(child)]
        ).first {
            throw ErasureRefusal.held(
                since: try row.moment("since"),
                by: try row.text("held_by")
            )
        }
        let open = try connection.rows(
            """
            SELECT count(*) AS open FROM delivery WHERE data_key = $1
            AND state IN (\(Erased.openStates))
            """,
            [.text(child)]
        ).first?.integer("open")
        if let open, open > 0 { throw ErasureRefusal.undelivered(count: Int(open)) }
    }

    /// The certificates of a referral's children that were erased.
    package func erasures(of reference: String) async throws -> [ErasureCertificate] {
        try await database.read { connection in
            let list = SQLValues([
                try children(of: reference, on: connection).map(SQLValue.text)
            ])
            return try connection.rows(
                "SELECT certificate FROM erasure WHERE child IN \(list.list) ORDER BY at",
                list.arguments
            ).map { try ErasureCertificate(text: try $0.text("certificate")) }
        }
    }
}

/// What an erasure removes beside the child's key.
enum Erased {
    /// The states of a delivery that something is to be done with yet, as a list in SQL.
    static let openStates = "'queued', 'sending', 'uncertain', 'parked'"

    /// Removes the documents, the evidence and the search entries of a child, and counts them; nobody
    /// is asked about the child any more, and no clock runs.
    static func remove(
        _ child: String,
        notedIn entry: inout AuditEntry,
        _ trail: inout AuditTrail,
        on connection: any SQLConnection
    ) throws -> (documents: Int, evidence: Int, searchEntries: Int) {
        try entry.mentionClocks(
            of: try connection.rows(
                """
                UPDATE delivery SET poll_at = NULL, rings_at = NULL, overdue_at = NULL
                WHERE data_key = $1 RETURNING id
                """,
                [.text(child)]
            )
        )
        entry.mention(.search, .text(child))
        let deliveries = "SELECT id FROM delivery WHERE data_key = $1"
        // What was sealed with their explanations is proven by the log from now on.
        let attempts = try connection.rows(
            """
            SELECT delivery, epoch FROM attempt WHERE delivery IN (\(deliveries))
            AND outcome <> 'delivered' ORDER BY delivery, epoch
            """,
            [.text(child)]
        )
        trail.add(
            .erasure,
            "explanations erased",
            of: .attemptEnd,
            try attempts.map {
                [.text(try $0.text("delivery")), .integer(try $0.integer("epoch"))]
            }
        )
        return (
            try connection.execute(
                "DELETE FROM delivery_body WHERE delivery IN (\(deliveries))",
                [.text(child)]
            ),
            try connection.execute(
                "DELETE FROM evidence WHERE delivery IN (\(deliveries))",
                [.text(child)]
            ),
            try connection.execute(
                "DELETE FROM search_entry WHERE child = $1",
                [.text(child)]
            )
        )
    }
}

extension ErasureCertificate {
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    fileprivate init(text: String) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        self = try decoder.decode(Self.self, from: Data(text.utf8))
    }
}
