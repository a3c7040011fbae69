package import Foundation

import Audit
import Database
package import Referrals
import Vault

/// A delivery whose partner says that the child is not in its area.
package struct WantedReroute: Sendable {
    package let delivery: String
    package let partner: String
    package let referral: String
    package let version: Int
    package let urgency: Urgency
    /// The canonical referral.
    package let canonical: Data
    /// The partner's answers as canonical acknowledgements, newest first; one names the agency.
    package let answers: [Data]
}

extension OutboxStore {
    /// The deliveries that wait for another agency, longest waiting first; what cannot be opened is
    /// left to a person, for whom it is parked.
    package func wantedReroutes(upTo limit: Int) async throws -> [WantedReroute] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT delivery.id AS id, partner, referral_id, referral_version,
                    referral.urgency AS urgency, referral.data_key AS data_key,
                    referral.sealed AS sealed
                FROM reroute JOIN delivery ON delivery.id = reroute.delivery
                JOIN referral ON referral.id = referral_id AND version = referral_version
                WHERE reroute.state = 'wanted' ORDER BY asked_at LIMIT $1
                """,
                [.integer(limit)]
            ).compactMap { row in
                try keys.unlessUnreadable { try wantedReroute(row, on: connection) }
            }
        }
    }

    private func wantedReroute(
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws -> WantedReroute {
        let (id, referral) = (try row.text("id"), try row.text("referral_id"))
        let version = Int(try row.integer("referral_version"))
        let key = try keys.key(id: try row.text("data_key"), on: connection)
        return WantedReroute(
            delivery: id,
            partner: try row.text("partner"),
            referral: referral,
            version: version,
            urgency: try row.word("urgency"),
            canonical: try key.open(
                try row.blob("sealed"),
                as: .referral(referral, version: version)
            ),
            answers: try connection.rows(
                """
                SELECT id, sealed FROM answer
                WHERE delivery = $1 AND kind = 'decision' ORDER BY received_at DESC
                """,
                [.text(id)]
            ).map { try key.open(try $0.blob("sealed"), as: .answer(try $0.text("id"))) }
        )
    }

    /// Sends a referral to the agency that its partner named, unless it has this version already; when
    /// there is an obstacle, or that agency passed it on itself, a person must find one.
    ///
    /// Returns the obstacle; nil when that agency has it, or is sent it.
    package func reroute(
        _ wanted: WantedReroute,
        to found: Result<NewDelivery, RerouteObstacle>,
        at now: Date
    ) async throws -> RerouteObstacle? {
        try await audited(at: now) { connection, trail in
            let open = try connection.rows(
                """
                SELECT delivery FROM reroute WHERE delivery = $1 AND state = 'wanted'
                \(connection.dialect.forUpdate)
                """,
                [.text(wanted.delivery)]
            )
            guard !open.isEmpty else { return nil }
            var (other, obstacle): (String?, RerouteObstacle?)
            let key = try dataKey(of: wanted.delivery, on: connection)
            var entry = trail.entry(.alteration, "rerouted")
            entry.child = key.id
            entry.referral = "\(wanted.referral)/\(wanted.version)"
            entry.delivery = wanted.delivery
            entry.mention(.rerouting, .text(wanted.delivery))
            switch found {
            case .success(let delivery):
                other = try make(
                    delivery,
                    for: wanted,
                    under: key,
                    at: now,
                    notedIn: &entry,
                    on: connection
                )
                if other == nil { obstacle = .passedOn }
            case .failure(let reason): obstacle = reason
            }
            try connection.execute(
                "UPDATE reroute SET state = $2, other = $3, obstacle = $4 WHERE delivery = $1",
                [
                    .text(wanted.delivery), other == nil ? "by-hand" : "made",
                    .text(orNull: other), .text(orNull: obstacle?.rawValue),
                ]
            )
            try derive(wanted.delivery, at: now, notedIn: &entry, on: connection)
            if let obstacle { entry.facts["left to a person"] = obstacle.rawValue }
            trail.add(entry)
            return obstacle
        }
    }

    private func make(
        _ delivery: NewDelivery,
        for wanted: WantedReroute,
        under key: DataKey,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws -> String? {
        let there = try connection.rows(
            """
            SELECT id FROM delivery WHERE referral_id = $1 AND referral_version = $2
            AND partner = $3 AND state NOT IN ('withdrawn', 'superseded')
            """,
            [.text(wanted.referral), .integer(wanted.version), .text(delivery.partner)]
        )
        if let other = try there.first?.text("id") {
            // One that passed the child on itself would make a circle.
            let isPassedOn = try !connection.rows(
                "SELECT delivery FROM reroute WHERE delivery = $1",
                [.text(other)]
            ).isEmpty
            return isPassedOn ? nil : other
        }
        return try insert(
            delivery,
            of: (wanted.referral, wanted.version, wanted.urgency),
            under: key,
            at: now,
            notedIn: &entry,
            on: connection
        )
    }
}
