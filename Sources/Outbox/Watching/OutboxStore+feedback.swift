package import Foundation

import Database
import Vault

extension OutboxStore {
    /// The referrals about which a person at a partner said something since a moment, at most `limit`.
    package func referrals(answeredSince moment: Date, upTo limit: Int) async throws -> [String] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT referral_id FROM answer JOIN delivery ON delivery.id = answer.delivery
                JOIN referral ON referral.id = referral_id
                JOIN child_key ON child_key.id = referral.data_key AND destroyed_at IS NULL
                WHERE answer.received_at >= $1 AND kind IN ('acknowledged', 'decision', 'outcome')
                ORDER BY referral_id LIMIT $2
                """,
                [.moment(moment), .integer(limit)]
            ).map { try $0.text("referral_id") }
        }
    }

    /// The canonical referral in its newest version.
    package func canonical(of referral: String) async throws -> Data {
        try await database.read { connection in
            let found = try connection.rows(
                """
                SELECT version, data_key, sealed FROM referral WHERE id = $1
                ORDER BY version DESC LIMIT 1
                """,
                [.text(referral)]
            )
            guard let row = found.first else { throw OutboxError.unknownReferral(referral) }
            return try keys.key(id: try row.text("data_key"), on: connection).open(
                try row.blob("sealed"),
                as: .referral(referral, version: Int(try row.integer("version")))
            )
        }
    }
}
