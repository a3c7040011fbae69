package import Foundation

import Audit
import Database
import Vault

extension OutboxStore {
    /// The deliveries of a partner that are due to be asked about.
    ///
    /// Who asks a partner has the duty to do so alone, so nothing is reserved: what a poller that dies
    /// did not put off is asked about again.
    package func duePolls(
        upTo limit: Int,
        of partner: String,
        at now: Date
    ) async throws -> DuePolls {
        try await database.read { connection in
            let due = try connection.rows(
                """
                SELECT id, referral_id, contract, data_key, poll_tag, state, poll_at FROM delivery
                WHERE partner = $1 AND poll_at IS NOT NULL ORDER BY poll_at LIMIT $2
                """,
                [.text(partner), .integer(limit + 1)]
            )
            let times = try due.map { try $0.moment("poll_at") }
            let count = min(limit, times.count { $0 <= now })
            var found = DuePolls(nextDue: times.dropFirst(count).first)
            for row in due.prefix(count) {
                do {
                    if let poll = try poll(row, of: partner, on: connection) {
                        found.polls.append(poll)
                    }
                } catch let error as VaultError where error.isOfOneChild {
                    found.unreadable.append(try row.text("id"))
                }
            }
            return found
        }
    }

    /// Notes when deliveries are to be asked about again; the log says of which that is over.
    package func putOff(_ polls: [PutOff], at now: Date) async throws {
        guard !polls.isEmpty else { return }
        try await audited(at: now) { connection, trail in
            let values = polls.compactMap { poll in
                poll.until.map { [SQLValue.text(poll.delivery), .moment($0)] }
            }
            _ = try connection.execute(forEach: values) { given in
                """
                UPDATE delivery SET poll_at = \(given[2]) \(given.from)
                WHERE id = \(given[1]) AND poll_at IS NOT NULL
                """
            }
            let over = polls.filter { $0.until == nil }.map { SQLValue.text($0.delivery) }
            guard !over.isEmpty else { return }
            let list = SQLValues([over])
            let ended = try connection.rows(
                """
                UPDATE delivery SET poll_at = NULL WHERE id IN \(list.list)
                AND poll_at IS NOT NULL RETURNING id
                """,
                list.arguments
            )
            trail.add(
                .alteration,
                "not asked about any more",
                of: .clock,
                try ended.map { [.text(try $0.text("id"))] }
            )
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
            state: try row.word("state"),
            tag: try row.optionalText("poll_tag")
                .flatMap { PollTag(stored: $0, of: id, under: key)?.tag },
            isFirst: try receipt.integer("answers") == 1
        )
    }
}
