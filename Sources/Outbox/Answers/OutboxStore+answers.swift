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
            let key = try dataKey(of: delivery, on: connection)
            var fresh = 0
            for answer in answers {
                let sealed = try seal(answer, under: key)
                if try append(sealed, to: delivery, at: now, on: connection) { fresh += 1 }
            }
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

    /// Adds one answer unless the same content is there; says whether it was new.
    func append(
        _ sealed: SealedAnswer,
        to delivery: String,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Bool {
        let answer = sealed.answer
        let added = try connection.execute(
            """
            INSERT INTO answer (id, delivery, received_at, kind, decision, path, mac, sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (delivery, mac) DO NOTHING
            """,
            [
                .text(sealed.id), .text(delivery), .moment(now), .text(answer.kind.rawValue),
                .text(orNull: answer.decision), .text(answer.path.rawValue), .blob(sealed.mac),
                .blob(sealed.sealed),
            ]
        )
        return added == 1
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
            UPDATE delivery SET poll_at = CASE state WHEN 'decided' THEN $3 ELSE $2 END
            WHERE id = $1
            """,
            [.text(delivery), times.open, times.decided]
        )
    }
}
