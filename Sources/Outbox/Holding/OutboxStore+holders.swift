package import Foundation

import Database

/// Which version of a referral a partner has, or may have.
package struct Holder: Sendable, Codable, Equatable {
    package let partner: String
    package let version: Int
    package let delivery: String
    package let state: DeliveryState
    /// When its receipt came; nil while nobody knows whether it has it.
    package let since: Date?
}

extension OutboxStore {
    /// The partner has it, may have it, or gets it at this moment.
    static let isHeld = """
        message = 'referral' AND (state IN ('sending', 'uncertain', 'delivered', 'acknowledged', 'decided')
            OR (state = 'parked' AND park_reason IN ('uncertain', 'uncertain-at-horizon',
                'not-our-area', 'insufficient-information')))
        """

    /// Who holds which version of a referral, by partner and version.
    package func holders(of referral: String) async throws -> [Holder] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, partner, referral_version, state, (
                    SELECT min(received_at) FROM answer
                    WHERE answer.delivery = delivery.id AND kind = 'receipt') AS since
                FROM delivery WHERE referral_id = $1 AND \(Self.isHeld)
                ORDER BY partner, referral_version
                """,
                [.text(referral)]
            ).map { row in
                Holder(
                    partner: try row.text("partner"),
                    version: Int(try row.integer("referral_version")),
                    delivery: try row.text("id"),
                    state: try row.word("state"),
                    since: try row.optionalMoment("since")
                )
            }
        }
    }

    func partnersHolding(
        _ referral: String,
        on connection: any SQLConnection
    ) throws -> Set<String> {
        Set(
            try connection.rows(
                "SELECT DISTINCT partner FROM delivery WHERE referral_id = $1 AND \(Self.isHeld)",
                [.text(referral)]
            ).map { try $0.text("partner") }
        )
    }
}
