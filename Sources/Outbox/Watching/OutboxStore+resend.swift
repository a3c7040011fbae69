package import Foundation

import Audit
import Database
package import Referrals
import Vault

extension OutboxStore {
    /// Makes deliveries due now, in place of any pending retry, with a new horizon for their urgency.
    ///
    /// Only what is queued, uncertain, or parked with a document can be sent again, and with
    /// `again` also what the partner has, parked or not; the same bytes go under the same key. A parked delivery
    /// that the partner may hold becomes `uncertain`. What the partner answered before `again`
    /// still counts. Returns the deliveries that are due again.
    package func resend(
        _ deliveries: [String],
        because reason: String,
        by person: String,
        again: Bool = false,
        at now: Date,
        horizon: @escaping @Sendable (Urgency) -> Date
    ) async throws -> [String] {
        let horizons = Urgency.allCases.sorted { $0.rank < $1.rank }.map {
            SQLValue.moment(horizon($0))
        }
        return try await audited(at: now) { connection, trail in
            try deliveries.filter { delivery in
                guard
                    try requeue(delivery, at: now, horizons: horizons, on: connection)
                        || (again
                            && repeatDelivered(
                                delivery,
                                at: now,
                                horizons: horizons,
                                on: connection
                            ))
                else { return false }
                try note(reason, by: person, delivery: delivery, at: now, &trail, on: connection)
                return true
            }
        }
    }

    /// The horizons are `$3` and on, in the order of the ranks.
    private static let horizonByUrgency =
        "CASE urgency "
        + Urgency.allCases.map { "WHEN \($0.rank) THEN $\($0.rank + 3)" }.joined(separator: " ")
        + " END"

    /// What a delivery is parked for that its partner has, as a list in SQL.
    private static let heldReasons = ParkReason.allCases.filter(\.isHeldByPartner)
        .map { "'\($0.rawValue)'" }.joined(separator: ", ")

    private func requeue(
        _ delivery: String,
        at now: Date,
        horizons: [SQLValue],
        on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET due_at = $2, queued_at = $2, horizon_at = \(Self.horizonByUrgency), attempts = 0,
                state = CASE
                    WHEN state = 'uncertain' OR park_reason IN ('uncertain', 'uncertain-at-horizon')
                    THEN 'uncertain' ELSE 'queued' END,
                park_reason = NULL, receipt_due_at = NULL, \(Self.newClock(at: "$2"))
            WHERE id = $1 AND (state IN ('queued', 'uncertain')
                OR (state = 'parked' AND park_reason NOT IN ('not-projected', \(Self.heldReasons))))
            """,
            [.text(delivery), .moment(now)] + horizons
        ) == 1
    }

    private func repeatDelivered(
        _ delivery: String,
        at now: Date,
        horizons: [SQLValue],
        on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = 'queued', due_at = $2, horizon_at = \(Self.horizonByUrgency), attempts = 0,
                park_reason = NULL, receipt_due_at = NULL, \(Self.newClock(at: "$2"))
            WHERE id = $1 AND (state IN ('delivered', 'acknowledged', 'decided')
                OR (state = 'parked' AND park_reason IN (\(Self.heldReasons))))
            """,
            [.text(delivery), .moment(now)] + horizons
        ) == 1
    }

    private func note(
        _ reason: String,
        by person: String,
        delivery: String,
        at now: Date,
        _ trail: inout AuditTrail,
        on connection: any SQLConnection
    ) throws {
        let id = makeID()
        let key = try dataKey(of: delivery, on: connection)
        let sealed = try key.seal(Data(reason.utf8), as: .resend(id))
        var entry = trail.entry(.alteration, "sent again")
        entry.delivery = delivery
        entry.mention(.resend, .text(id))
        entry.mention(.clock, .text(delivery))
        try entry.explain(reason, ofChildUnder: key)
        trail.add(entry)
        try connection.execute(
            "INSERT INTO resend (id, delivery, at, asked_by, sealed) VALUES ($1, $2, $3, $4, $5)",
            [.text(id), .text(delivery), .moment(now), .text(person), .blob(sealed)]
        )
    }
}
