package import Foundation

import Database
import Vault

extension OutboxStore {
    /// Appends answers to a delivery and moves it to the state that all its answers prove.
    ///
    /// The same answer again changes nothing. Returns how many were new.
    package func record(
        _ answers: [NewAnswer],
        for delivery: String,
        nextPoll: NextPoll,
        at now: Date
    ) async throws -> Int {
        try await database.write { connection in
            // Answers that come at once by two ways must see one another.
            _ = try connection.rows(
                "SELECT id FROM delivery WHERE id = $1 \(connection.dialect.forUpdate)",
                [.text(delivery)]
            )
            let key = try dataKey(of: delivery, on: connection)
            let fresh = try append(
                answers.map { (delivery, try seal($0, under: key), now) },
                on: connection
            )
            if fresh > 0 { try derive(delivery, on: connection) }
            try schedule(nextPoll, of: delivery, on: connection)
            return fresh
        }
    }

    /// An answer as it is stored.
    struct SealedAnswer: Sendable {
        let id: String
        let answer: NewAnswer
        let mac: Data
        let sealed: Data
    }

    func seal(_ answer: NewAnswer, under key: DataKey) throws -> SealedAnswer {
        let id = makeID()
        return SealedAnswer(
            id: id,
            answer: answer,
            mac: key.mac(answer.content),
            sealed: try key.seal(answer.content, as: .answer(id))
        )
    }

    /// Adds answers to deliveries unless the same content is there; returns how many were new.
    @discardableResult
    func append(
        _ answers: [(delivery: String, sealed: SealedAnswer, at: Date)],
        on connection: any SQLConnection
    ) throws -> Int {
        guard !answers.isEmpty else { return 0 }
        let values = SQLValues(
            answers.map { delivery, sealed, now in
                [
                    .text(sealed.id), .text(delivery), .moment(now),
                    .text(sealed.answer.kind.rawValue), .text(orNull: sealed.answer.decision),
                    .text(sealed.answer.path.rawValue), .blob(sealed.mac), .blob(sealed.sealed),
                ]
            }
        )
        return try connection.execute(
            """
            INSERT INTO answer (id, delivery, received_at, kind, decision, path, mac, sealed)
            VALUES \(values.list) ON CONFLICT (delivery, mac) DO NOTHING
            """,
            values.arguments
        )
    }

    /// Answers from before a resend no longer speak of the document that is now with the partner.
    func derive(_ delivery: String, on connection: any SQLConnection) throws {
        let kinds = try connection.rows(
            """
            SELECT DISTINCT kind FROM answer WHERE delivery = $1
            AND received_at >= (SELECT queued_at FROM delivery WHERE id = $1)
            """,
            [.text(delivery)]
        )
        let answered: [AnswerKind] = try kinds.map { try $0.word("kind") }
        guard let state = DeliveryState.proven(by: Set(answered)) else { return }
        let reason: ParkReason? = state == .parked ? .rejectedByPartner : nil
        try connection.execute(
            """
            UPDATE delivery SET state = $2, park_reason = $3, due_at = NULL, lease_owner = NULL,
                lease_ends_at = NULL
            WHERE id = $1 AND state NOT IN ('withdrawn', 'superseded')
            """,
            [.text(delivery), .text(state.rawValue), .text(orNull: reason?.rawValue)]
        )
    }

    private func schedule(
        _ poll: NextPoll,
        of delivery: String,
        on connection: any SQLConnection
    ) throws {
        let times: (open: SQLValue, decided: SQLValue) =
            switch poll {
            case .at(let open, let decided): (.moment(open), .moment(orNull: decided))
            case .never: (.null, .null)
            }
        try connection.execute(
            """
            UPDATE delivery SET poll_at = CASE state
                WHEN 'decided' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END
            WHERE id = $1
            """,
            [.text(delivery), times.open, times.decided]
        )
    }
}
