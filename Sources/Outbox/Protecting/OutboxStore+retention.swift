package import Foundation

import Audit
import Database
import Referrals
import Vault

/// A child whose data is to be reviewed.
package struct ReviewLine: Sendable, Codable, Equatable {
    package let child: String
    package let referrals: [String]
    package let retention: RetentionClass
    package let reviewAt: Date
    /// Whether the law holds it.
    package let isHeld: Bool
    /// How many deliveries are not at their end.
    package let undelivered: Int
}

extension OutboxStore {
    /// The children whose data is to be reviewed by a moment, the longest due first.
    package func reviews(dueBy moment: Date, upTo limit: Int) async throws -> [ReviewLine] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT child, class, review_at, CASE WHEN EXISTS (
                        SELECT 1 FROM legal_hold WHERE legal_hold.child = child_record.child
                        AND released_at IS NULL) THEN 1 ELSE 0 END AS held, (
                    SELECT count(*) FROM delivery WHERE data_key = child_record.child
                    AND state IN ('queued', 'sending', 'uncertain', 'parked')) AS undelivered
                FROM child_record
                WHERE review_at <= $1 AND NOT EXISTS (
                    SELECT 1 FROM erasure WHERE erasure.child = child_record.child)
                ORDER BY review_at, child LIMIT $2
                """,
                [.moment(moment), .integer(limit)]
            ).map { row in
                let child = try row.text("child")
                return ReviewLine(
                    child: child,
                    referrals: try connection.rows(
                        """
                        SELECT DISTINCT source_reference FROM referral WHERE data_key = $1
                        ORDER BY source_reference
                        """,
                        [.text(child)]
                    ).map { try $0.text("source_reference") },
                    retention: try row.word("class"),
                    reviewAt: try row.moment("review_at"),
                    isHeld: try row.integer("held") == 1,
                    undelivered: Int(try row.integer("undelivered"))
                )
            }
        }
    }

    /// How long the data of a referral's child is kept; of several children, of the first.
    package func keeping(of reference: String) async throws -> Keeping? {
        try await database.read { connection in
            guard let child = try children(of: reference, on: connection).first else { return nil }
            let found = try connection.rows(
                """
                SELECT class, review_at,
                    (SELECT at FROM erasure WHERE erasure.child = child_record.child) AS erased_at,
                    (SELECT min(since) FROM legal_hold WHERE legal_hold.child = child_record.child
                        AND released_at IS NULL) AS held_since,
                    (SELECT min(held_by) FROM legal_hold
                        WHERE legal_hold.child = child_record.child
                        AND released_at IS NULL) AS held_by
                FROM child_record WHERE child = $1
                """,
                [.text(child)]
            )
            return try found.first.map { row in
                Keeping(
                    retention: try row.word("class"),
                    reviewAt: try row.moment("review_at"),
                    heldSince: try row.optionalMoment("held_since"),
                    heldBy: try row.optionalText("held_by"),
                    erasedAt: try row.optionalMoment("erased_at")
                )
            }
        }
    }

    /// Records a review: why the data is kept, and when it is looked at again.
    package func review(
        _ reference: String,
        as retention: RetentionClass,
        next: Date,
        because reason: String,
        at now: Date
    ) async throws {
        try await change(reference, "reviewed", because: reason, at: now) {
            child,
            entry,
            connection in
            entry.facts["class"] = retention.rawValue
            entry.facts["next"] = next.formatted(.iso8601)
            entry.mention(.review, .text(child))
            try connection.execute(
                "UPDATE child_record SET class = $2, review_at = $3 WHERE child = $1",
                [.text(child), .text(retention.rawValue), .moment(next)]
            )
        }
    }

    /// Keeps a child's data from being erased until the hold is released.
    package func holdByLaw(_ reference: String, because reason: String, at now: Date) async throws {
        let caller = Caller.current.name
        try await change(reference, "held by law", because: reason, at: now) {
            child,
            entry,
            connection in
            let id = makeID()
            let key = try keys.key(id: child, on: connection)
            let place = SealedPlace(table: "legal_hold", row: id, column: "sealed")
            entry.facts["hold"] = id
            entry.mention(.legalHold, .text(id))
            entry.mention(.legalRelease, .text(id))
            try connection.execute(
                """
                INSERT INTO legal_hold (id, child, since, held_by, sealed)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [
                    .text(id), .text(child), .moment(now), .text(caller),
                    .blob(try key.seal(Data(reason.utf8), as: place)),
                ]
            )
        }
    }

    /// Releases all holds on a child's data; returns how many there were.
    package func releaseByLaw(
        _ reference: String,
        because reason: String,
        at now: Date
    ) async throws -> Int {
        try await change(reference, "released by law", because: reason, at: now) {
            child,
            entry,
            connection in
            let released = try connection.rows(
                """
                UPDATE legal_hold SET released_at = $2 WHERE child = $1 AND released_at IS NULL
                RETURNING id
                """,
                [.text(child), .moment(now)]
            )
            for row in released { entry.mention(.legalRelease, .text(try row.text("id"))) }
            return released.count
        }.reduce(0, +)
    }

    /// Changes what is decided about the children whom a reference means, with an entry for each.
    @discardableResult
    private func change<Result: Sendable>(
        _ reference: String,
        _ action: String,
        because reason: String,
        at now: Date,
        _ work:
            @escaping @Sendable (
                _ child: String, _ entry: inout AuditEntry, any SQLConnection
            ) throws -> Result
    ) async throws -> [Result] {
        try await audited(at: now) { connection, trail in
            try children(of: reference, on: connection).map { child in
                var entry = trail.entry(.alteration, action)
                try entry.explain(reason, ofChildUnder: try keys.key(id: child, on: connection))
                let result = try work(child, &entry, connection)
                trail.add(entry)
                return result
            }
        }
    }
}
