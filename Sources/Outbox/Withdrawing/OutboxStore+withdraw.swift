package import Foundation

import Audit
import Database
import Referrals
import Vault

extension OutboxStore {
    /// What a withdrawal of a referral has to deal with.
    package func withdrawable(_ reference: String) async throws -> Withdrawable {
        try await database.read { connection in
            let id = try referralID(meaning: reference, on: connection)
            try checkMeant(reference, on: connection)
            let rows = try connection.rows(
                """
                SELECT version, source_reference, urgency, data_key, sealed FROM referral
                WHERE id = $1 ORDER BY version DESC
                """,
                [.text(id)]
            )
            guard let newest = rows.first else { throw OutboxError.unknownReferral(reference) }
            return Withdrawable(
                id: id,
                sourceReference: try newest.text("source_reference"),
                urgency: try newest.text("urgency"),
                versions: try rows.map { try version($0, of: id, on: connection) }
            )
        }
    }

    /// When a referral was withdrawn last, in whatever version; nil when it never was.
    package func lastWithdrawal(of id: String) async throws -> Date? {
        try await database.read { connection in
            try connection.rows(
                "SELECT at FROM withdrawal WHERE referral_id = $1 ORDER BY at DESC LIMIT 1",
                [.text(id)]
            ).first?.moment("at")
        }
    }

    /// Nobody is to recall a child by a slip of the finger.
    private func checkMeant(_ reference: String, on connection: any SQLConnection) throws {
        guard reference.count < Self.shortestToWithdraw else { return }
        let isWhole = try !connection.rows(
            "SELECT id FROM referral WHERE source_reference = $1 LIMIT 1",
            [.text(reference)]
        ).isEmpty
        if !isWhole { throw OutboxError.tooShort(reference, atLeast: Self.shortestToWithdraw) }
    }

    private static let shortestToWithdraw = 8

    private func version(
        _ row: SQLRow,
        of id: String,
        on connection: any SQLConnection
    ) throws -> Withdrawable.Version {
        let number = Int(try row.integer("version"))
        let partners = try connection.rows(
            """
            SELECT partner, contract FROM delivery
            WHERE referral_id = $1 AND referral_version = $2 AND message = 'referral'
            AND state NOT IN ('withdrawn', 'superseded') ORDER BY partner
            """,
            [.text(id), .integer(number)]
        )
        let key = try keys.key(id: try row.text("data_key"), on: connection)
        return Withdrawable.Version(
            number: number,
            canonical: try key.open(
                try row.blob("sealed"),
                as: .referral(id, version: number)
            ),
            partners: try partners.map { (try $0.text("partner"), try $0.text("contract")) }
        )
    }

    /// Withdraws every delivery of a referral: what was never sent is simply not sent, and each
    /// partner that has the referral or may have it gets its message.
    ///
    /// What is on the wire at this moment may arrive yet, so its message waits for the end of its
    /// lease. Returns what became of each; empty when there was nothing to withdraw.
    package func withdraw(
        _ referral: Withdrawable,
        because reason: String,
        by person: String,
        messages: @escaping @Sendable (_ partner: String, _ version: Int) -> NewDelivery?,
        at now: Date
    ) async throws -> [Withdrawn] {
        try await audited(at: now) { connection, trail in
            try connection.follow(referral.sourceReference, referral.id)
            let rows = try connection.rows(
                """
                SELECT id, partner, referral_version, data_key, lease_ends_at,
                    CASE WHEN \(Self.isHeld) THEN 1 ELSE 0 END AS held
                FROM delivery WHERE referral_id = $1 AND message = 'referral'
                AND state NOT IN ('withdrawn', 'superseded')
                ORDER BY partner, referral_version DESC \(connection.dialect.forUpdate)
                """,
                [.text(referral.id)]
            )
            let isNew = try connection.rows(
                """
                SELECT id FROM withdrawal WHERE referral_id = $1 AND referral_version = $2
                """,
                [.text(referral.id), .integer(referral.versions.first?.number ?? 1)]
            ).isEmpty
            guard !rows.isEmpty || (referral.isUnsent && isNew) else { return [] }
            var entry = trail.entry(.alteration, "withdrawn")
            entry.referral = referral.id
            try note(reason, by: person, referral, at: now, in: &entry, on: connection)
            try entry.mentionClocks(of: rows)
            try connection.execute(
                """
                UPDATE delivery SET state = 'withdrawn', park_reason = NULL, due_at = NULL,
                    lease_owner = NULL, lease_ends_at = NULL, poll_at = NULL,
                    \(Self.newClock(at: "$2"))
                WHERE referral_id = $1 AND message = 'referral'
                AND state NOT IN ('withdrawn', 'superseded')
                """,
                [.text(referral.id), .moment(now)]
            )
            var told: Set<String> = []
            let withdrawn = try rows.map { row in
                let partner = try row.text("partner")
                let version = Int(try row.integer("referral_version"))
                var message: String?
                // One message for a partner that has several versions.
                if try row.integer("held") == 1, told.insert(partner).inserted,
                    let delivery = messages(partner, version)
                {
                    message = try insert(
                        delivery,
                        of: (referral.id, version, referral.rank),
                        under: try keys.key(id: try row.text("data_key"), on: connection),
                        at: now,
                        notBefore: try row.optionalMoment("lease_ends_at"),
                        notedIn: &entry,
                        on: connection
                    )
                }
                return Withdrawn(
                    partner: partner,
                    version: version,
                    delivery: try row.text("id"),
                    wasHeld: try row.integer("held") == 1,
                    message: message
                )
            }
            trail.add(entry)
            return withdrawn
        }
    }

    private func note(
        _ reason: String,
        by person: String,
        _ referral: Withdrawable,
        at now: Date,
        in entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        guard let newest = referral.versions.first else { return }
        let found = try connection.rows(
            "SELECT data_key FROM referral WHERE id = $1 AND version = $2",
            [.text(referral.id), .integer(newest.number)]
        )
        guard let keyID = try found.first?.text("data_key") else { return }
        let key = try keys.key(id: keyID, on: connection)
        let id = makeID()
        entry.mention(.withdrawal, .text(id))
        try entry.explain(reason, ofChildUnder: key)
        try connection.execute(
            """
            INSERT INTO withdrawal (id, referral_id, referral_version, at, asked_by, sealed)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(id), .text(referral.id), .integer(newest.number), .moment(now),
                .text(person), .blob(try key.seal(Data(reason.utf8), as: .withdrawal(id))),
            ]
        )
    }
}

extension Withdrawable {
    /// Whether no partner ever had it.
    fileprivate var isUnsent: Bool { versions.allSatisfy(\.partners.isEmpty) }

    fileprivate var rank: Urgency { Urgency(rawValue: urgency) ?? .immediate }
}
