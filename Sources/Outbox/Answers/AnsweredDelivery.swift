package import Foundation

import Audit
import Database
import Vault

/// A delivery that somebody answers, found by what the partner knows of it.
package struct AnsweredDelivery: Sendable {
    package let id: String
    package let partner: String
    package let contract: String
    /// What it tells the partner.
    package let message: DeliveryMessage
    package let state: DeliveryState
    /// When the version of the referral was submitted.
    package let submittedAt: Date
    /// The very bytes that the partner was sent; nil when there are none.
    package let body: Data?
}

extension OutboxStore {
    private static let answered = """
        SELECT delivery.id AS id, partner, contract, message, state, delivery.data_key AS data_key,
            submitted_at, delivery_body.sealed AS sealed
        FROM delivery
        JOIN referral ON referral.id = referral_id AND version = referral_version
        LEFT JOIN delivery_body ON delivery_body.delivery = delivery.id
        """

    /// The delivery to a partner under an idempotency key.
    package func delivery(
        withKey key: String,
        of partner: String
    ) async throws -> AnsweredDelivery? {
        try await database.read { connection in
            try connection.rows(
                """
                \(Self.answered)
                WHERE idempotency_key = $1 AND partner = $2
                """,
                [.text(key), .text(partner)]
            ).first.map { try answered($0, on: connection) }
        }
    }

    /// The delivery that an identifier, or an unmistakable beginning of one, means.
    package func delivery(meaning beginning: String) async throws -> AnsweredDelivery {
        try await database.read { connection in
            let id = try resolve(beginning, on: connection)
            let found = try connection.rows(
                """
                \(Self.answered)
                WHERE delivery.id = $1
                """,
                [.text(id)]
            )
            guard let row = found.first else { throw OutboxError.unknownDelivery(beginning) }
            return try answered(row, on: connection)
        }
    }

    /// What a partner said last by telephone of a delivery; nil when it said nothing.
    package func newestSpoken(of delivery: String) async throws -> Data? {
        try await database.read { connection in
            let found = try connection.rows(
                """
                SELECT id, sealed FROM answer WHERE delivery = $1 AND path = $2
                ORDER BY received_at DESC, id DESC LIMIT 1
                """,
                [.text(delivery), .text(AnswerPath.telephone.rawValue)]
            ).first
            guard let row = found,
                let key = try keys.unlessErased({ try dataKey(of: delivery, on: connection) })
            else { return nil }
            return try key.open(try row.blob("sealed"), as: .answer(try row.text("id")))
        }
    }

    private func answered(
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws -> AnsweredDelivery {
        let id = try row.text("id")
        let body = try row.optionalBlob("sealed").map { sealed in
            try keys.key(id: try row.text("data_key"), on: connection)
                .open(sealed, as: .body(of: id))
        }
        return AnsweredDelivery(
            id: id,
            partner: try row.text("partner"),
            contract: try row.text("contract"),
            message: try row.word("message"),
            state: try row.word("state"),
            submittedAt: try row.moment("submitted_at"),
            body: body
        )
    }

    /// How far a partner's list of answers was read; nil when it was not.
    package func feedPlace(of partner: String) async throws -> String? {
        try await database.read { connection in
            try connection.rows("SELECT place FROM feed WHERE partner = $1", [.text(partner)])
                .first?.text("place")
        }
    }

    /// Notes how far a partner's list of answers was read, once all before it are kept.
    package func setFeedPlace(_ place: String, of partner: String, at now: Date) async throws {
        try await audited(at: now) { connection, trail in
            trail.add(.alteration, "list read", of: .feed, [[.text(partner)]])
            _ = try connection.execute(
                """
                INSERT INTO feed (partner, place, at) VALUES ($1, $2, $3)
                ON CONFLICT (partner) DO UPDATE SET place = $2, at = $3
                """,
                [.text(partner), .text(place), .moment(now)]
            )
        }
    }
}
