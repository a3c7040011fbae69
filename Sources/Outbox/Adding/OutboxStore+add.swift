import Audit
import Database
import Foundation
import Referrals
import Vault

extension OutboxStore {
    /// The identity that a source reference already has, if any version of it is stored.
    package func referralID(ofSource sourceReference: String) async throws -> String? {
        try await database.read { connection in
            try connection.rows(
                "SELECT id FROM referral WHERE source_reference = $1 LIMIT 1",
                [.text(sourceReference)]
            ).first?.text("id")
        }
    }

    /// The newest version of a referral, for a correction to be compared with.
    package func newest(ofSource sourceReference: String) async throws -> NewestVersion? {
        try await database.read { connection -> NewestVersion? in
            let found = try connection.rows(
                """
                SELECT id, version, data_key, sealed, unrouted, (
                    SELECT count(*) FROM withdrawal WHERE referral_id = referral.id
                    AND referral_version = referral.version) AS withdrawals
                FROM referral WHERE source_reference = $1 ORDER BY version DESC LIMIT 1
                """,
                [.text(sourceReference)]
            )
            guard let row = found.first else { return nil }
            let version = Int(try row.integer("version"))
            return NewestVersion(
                version: version,
                canonical: try keys.unlessErased {
                    try keys.key(id: try row.text("data_key"), on: connection).open(
                        try row.blob("sealed"),
                        as: .referral(try row.text("id"), version: version)
                    )
                },
                isWithdrawn: try row.integer("withdrawals") > 0,
                isUnrouted: try row.integer("unrouted") == 1
            )
        }
    }

    /// Whether the newest version of a referral was withdrawn.
    package func isWithdrawn(source sourceReference: String) async throws -> Bool {
        try await database.read { connection in
            let found = try connection.rows(
                """
                SELECT (SELECT count(*) FROM withdrawal WHERE referral_id = referral.id
                    AND referral_version = referral.version) AS withdrawals
                FROM referral WHERE source_reference = $1 ORDER BY version DESC LIMIT 1
                """,
                [.text(sourceReference)]
            )
            return try found.first.map { try $0.integer("withdrawals") > 0 } ?? false
        }
    }

    /// The partners that have, may have or are to get some version of a referral.
    package func partners(given referral: String) async throws -> Set<String> {
        try await database.read { connection in
            Set(
                try connection.rows(
                    """
                    SELECT DISTINCT partner FROM delivery WHERE referral_id = $1
                    AND message = 'referral' AND state NOT IN ('withdrawn', 'superseded')
                    """,
                    [.text(referral)]
                ).map { try $0.text("partner") }
            )
        }
    }

    /// Stores a referral and all its deliveries, or finds that they are stored already.
    ///
    /// A newer version supersedes deliveries of older ones that were never sent.
    package func add(_ referral: NewReferral) async throws -> AddResult {
        try await audited(at: referral.submittedAt) { connection, trail in
            try connection.follow(referral.sourceReference, referral.id)
            if let refusal = try identityRefusal(of: referral, on: connection) { return refusal }
            if let stored = try storedReferral(
                ofSource: referral.sourceReference,
                version: referral.version,
                on: connection
            ) {
                // What was erased cannot be compared; the reference is known all the same.
                let there = try keys.unlessErased { try canonical(of: stored, on: connection) }
                guard let there else { return .erased }
                let same = there == referral.canonical
                let newer = try newerVersion(than: referral, on: connection)
                return .alreadyThere(
                    stored,
                    sameContent: same,
                    newest: newer ?? referral.version
                )
            }
            if let newer = try newerVersion(than: referral, on: connection) {
                return .newerVersionThere(newer)
            }
            try insert(referral, &trail, on: connection)
            guard
                let stored = try storedReferral(
                    ofSource: referral.sourceReference,
                    version: referral.version,
                    on: connection
                )
            else { throw DatabaseError.statement("a stored referral cannot be read back") }
            return .added(stored)
        }
    }

    /// One source reference has one identity in all versions, and no other has it.
    private func identityRefusal(
        of referral: NewReferral,
        on connection: any SQLConnection
    ) throws -> AddResult? {
        let others = try connection.rows(
            """
            SELECT id, source_reference FROM referral
            WHERE (source_reference = $1 AND id <> $2) OR (id = $2 AND source_reference <> $1)
            LIMIT 1
            """,
            [.text(referral.sourceReference), .text(referral.id)]
        )
        guard let other = others.first else { return nil }
        let isOurs = try other.text("source_reference") == referral.sourceReference
        return isOurs ? .identityIs(try other.text("id")) : .identityTaken
    }

    private func newerVersion(
        than referral: NewReferral,
        on connection: any SQLConnection
    ) throws -> Int? {
        try connection.rows(
            """
            SELECT version FROM referral WHERE source_reference = $1 AND version > $2
            ORDER BY version DESC LIMIT 1
            """,
            [.text(referral.sourceReference), .integer(referral.version)]
        ).first.map { Int(try $0.integer("version")) }
    }

    private func insert(
        _ referral: NewReferral,
        _ trail: inout AuditTrail,
        on connection: any SQLConnection
    ) throws {
        let key = try keys.key(
            forSubject: referral.subject,
            on: connection,
            at: referral.submittedAt,
            makeID: makeID
        )
        let sealed = try key.seal(
            referral.canonical,
            as: .referral(referral.id, version: referral.version)
        )
        var entry =
            referral.version == 1
            ? trail.entry(.collection, "submitted") : trail.entry(.alteration, "corrected")
        entry.child = key.id
        entry.referral = "\(referral.id)/\(referral.version)"
        entry.commitments["referral"] = key.mac(referral.canonical)
        entry.mention(.referral, .text(referral.id), .integer(referral.version))
        if try keep(key.id, for: referral, on: connection) {
            entry.mention(.review, .text(key.id))
        }
        if try index(
            referral.searchTerms,
            of: key.id,
            at: referral.submittedAt,
            on: connection
        ) {
            entry.mention(.search, .text(key.id))
        }
        try connection.execute(
            """
            INSERT INTO referral (id, version, source_reference, data_key, urgency, submitted_at,
                unrouted, cohort, age_band, area, month, sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .text(referral.id), .integer(referral.version), .text(referral.sourceReference),
                .text(key.id), .text(referral.urgency.rawValue), .moment(referral.submittedAt),
                .integer(referral.isUnrouted ? 1 : 0), .text(referral.report.cohort),
                .text(referral.report.ageBand), .text(orNull: referral.report.area),
                .text(referral.report.month), .blob(sealed),
            ]
        )
        for (partner, reason) in referral.leftOut {
            entry.mention(
                .leftOut,
                .text(referral.id),
                .integer(referral.version),
                .text(partner)
            )
            try connection.execute(
                """
                INSERT INTO left_out (referral_id, referral_version, partner, reason)
                VALUES ($1, $2, $3, $4)
                """,
                [.text(referral.id), .integer(referral.version), .text(partner), .text(reason)]
            )
        }
        let holders = try partnersHolding(referral.id, on: connection)
        try supersede(referral, notedIn: &entry, on: connection)
        for delivery in referral.deliveries
        where !delivery.isForHolderOnly || holders.contains(delivery.partner) {
            if delivery.message == .withdrawal {
                try putAside(
                    referral,
                    at: delivery.partner,
                    notedIn: &entry,
                    on: connection
                )
            }
            try insert(
                delivery,
                of: (referral.id, referral.version, referral.urgency),
                under: key,
                at: referral.submittedAt,
                notedIn: &entry,
                on: connection
            )
        }
        trail.add(entry)
    }

    /// The time for which a child's data is kept begins anew with each referral; returns whether it
    /// became longer.
    private func keep(
        _ child: String,
        for referral: NewReferral,
        on connection: any SQLConnection
    ) throws -> Bool {
        let years = DateComponents(year: referral.retention.years)
        let review = Calendar(identifier: .gregorian).date(
            byAdding: years,
            to: referral.submittedAt
        )
        let changed = try connection.execute(
            """
            INSERT INTO child_record (child, class, review_at) VALUES ($1, $2, $3)
            ON CONFLICT (child) DO UPDATE SET review_at = excluded.review_at
            WHERE child_record.review_at < excluded.review_at
            """,
            [
                .text(child), .text(referral.retention.rawValue),
                .moment(review ?? referral.submittedAt),
            ]
        )
        return changed > 0
    }

    /// The older versions are not sent any more, also to partners that the newer one leaves out; a
    /// parked delivery that may have reached the partner is left to a person.
    private func supersede(
        _ referral: NewReferral,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        guard referral.version > 1 else { return }
        let moved = try connection.rows(
            """
            UPDATE delivery SET state = 'superseded', park_reason = NULL, due_at = NULL,
                \(Self.newClock(at: "$3"))
            WHERE referral_id = $1 AND referral_version < $2 AND message = 'referral'
            AND (state = 'queued' OR (state = 'parked'
                AND park_reason NOT IN ('uncertain', 'uncertain-at-horizon')))
            RETURNING id
            """,
            [
                .text(referral.id), .integer(referral.version),
                .moment(referral.submittedAt),
            ]
        )
        try entry.mentionClocks(of: moved)
    }

    /// What a partner may not keep is withdrawn from it.
    private func putAside(
        _ referral: NewReferral,
        at partner: String,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let moved = try connection.rows(
            """
            UPDATE delivery SET state = 'withdrawn', park_reason = NULL, due_at = NULL,
                lease_owner = NULL, lease_ends_at = NULL, poll_at = NULL,
                \(Self.newClock(at: "$4"))
            WHERE referral_id = $1 AND referral_version < $2 AND partner = $3
            AND message = 'referral' AND state NOT IN ('withdrawn', 'superseded')
            RETURNING id
            """,
            [
                .text(referral.id), .integer(referral.version), .text(partner),
                .moment(referral.submittedAt),
            ]
        )
        try entry.mentionClocks(of: moved)
    }

    /// Stores one delivery with its document; returns its identifier.
    @discardableResult
    func insert(
        _ delivery: NewDelivery,
        of referral: (id: String, version: Int, urgency: Urgency),
        under key: DataKey,
        at now: Date,
        notBefore due: Date? = nil,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws -> String {
        let id = makeID()
        entry.mention(.delivery, .text(id))
        entry.mention(.clock, .text(id))
        let isFrozen =
            switch delivery.document {
            case .frozen: true
            case .notProjected: false
            }
        try connection.execute(
            """
            INSERT INTO delivery (id, referral_id, referral_version, partner, contract, data_key,
                idempotency_key, state, park_reason, urgency, queued_at, due_at, horizon_at,
                message, receipt_due_at, overdue_at, rings_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            [
                .text(id), .text(referral.id), .integer(referral.version),
                .text(delivery.partner), .text(delivery.contract), .text(key.id),
                .text(makeID()),
                .text((isFrozen ? DeliveryState.queued : .parked).rawValue),
                .text(orNull: isFrozen ? nil : ParkReason.notProjected.rawValue),
                .integer(referral.urgency.rank), .moment(now),
                .moment(orNull: isFrozen ? due ?? now : nil), .moment(delivery.horizon),
                .text(delivery.message.rawValue), .moment(orNull: delivery.receiptDue),
                .moment(orNull: isFrozen ? delivery.receiptDue : nil),
                // Without a document a person must act: that clock is started by whoever keeps them.
                .moment(orNull: isFrozen ? delivery.ringsAt : now),
            ]
        )
        switch delivery.document {
        case .frozen(let bytes):
            entry.mention(.deliveryBody, .text(id))
            try connection.execute(
                "INSERT INTO delivery_body (delivery, sealed) VALUES ($1, $2)",
                [.text(id), .blob(try key.seal(bytes, as: .body(of: id)))]
            )
        case .notProjected(let because):
            entry.mention(.attempt, .text(id), 1)
            try explain(
                because,
                delivery: id,
                under: key,
                at: now,
                on: connection
            )
        }
        return id
    }

    /// Who is said to have tried what could not be projected.
    static let intake = "intake"

    /// The failed projection is kept as the delivery's first attempt, so that `status` shows it.
    private func explain(
        _ because: String,
        delivery: String,
        under key: DataKey,
        at now: Date,
        on connection: any SQLConnection
    ) throws {
        let sealed = try seal(
            AttemptExplanation(because),
            of: EndedAttempt(
                delivery: delivery,
                epoch: 1,
                worker: Self.intake,
                startedAt: now,
                endedAt: now,
                outcome: .refused,
                phase: "projecting"
            ),
            under: key
        )
        try connection.execute(
            "UPDATE delivery SET lease_epoch = 1 WHERE id = $1",
            [.text(delivery)]
        )
        try connection.execute(
            """
            INSERT INTO attempt (delivery, epoch, worker, started_at, ended_at, outcome, phase,
                sealed)
            VALUES ($1, 1, $4, $2, $2, 'refused', 'projecting', $3)
            """,
            [.text(delivery), .moment(now), .blob(sealed), .text(Self.intake)]
        )
    }
}
