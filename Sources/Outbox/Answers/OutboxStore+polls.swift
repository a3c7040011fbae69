package import Foundation

import Database
import Vault

extension OutboxStore {
    /// Takes the deliveries of a partner that are due to be asked about, longest due first.
    ///
    /// Each is put off until `again`, so that a poller that dies delays the question, no more.
    package func takePolls(
        upTo limit: Int,
        of partner: String,
        at now: Date,
        again: Date
    ) async throws -> (polls: [Poll], nextDue: Date?) {
        try await database.write { connection in
            let due = try connection.rows(
                """
                UPDATE delivery SET poll_at = $3 WHERE id IN (
                    SELECT id FROM delivery
                    WHERE partner = $1 AND poll_at IS NOT NULL AND poll_at <= $2
                    ORDER BY poll_at LIMIT $4 \(connection.dialect.skipLocked))
                RETURNING id, referral_id, contract, data_key, poll_tag
                """,
                [.text(partner), .moment(now), .moment(again), .integer(limit)]
            )
            let polls = try due.compactMap { try poll($0, of: partner, on: connection) }
            let next = try connection.rows(
                """
                SELECT min(poll_at) AS poll_at FROM delivery
                WHERE partner = $1 AND poll_at IS NOT NULL
                """,
                [.text(partner)]
            )
            return (polls, try next.first?.optionalMoment("poll_at"))
        }
    }

    private func poll(
        _ row: SQLRow,
        of partner: String,
        on connection: any SQLConnection
    ) throws -> Poll? {
        let id = try row.text("id")
        let receipts = try connection.rows(
            """
            SELECT id, received_at, sealed, (
                SELECT count(*) FROM answer WHERE delivery = $1) AS answers
            FROM answer WHERE delivery = $1 AND kind = 'receipt'
            ORDER BY received_at DESC LIMIT 1
            """,
            [.text(id)]
        )
        guard let receipt = receipts.first else { return nil }
        let key = try keys.key(id: try row.text("data_key"), on: connection)
        return Poll(
            delivery: id,
            referral: try row.text("referral_id"),
            partner: partner,
            contract: try row.text("contract"),
            receipt: try key.open(
                try receipt.blob("sealed"),
                as: .answer(try receipt.text("id"))
            ),
            receivedAt: try receipt.moment("received_at"),
            tag: try row.optionalText("poll_tag"),
            isFirst: try receipt.integer("answers") == 1
        )
    }
}
