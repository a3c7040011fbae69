package import Foundation

import Audit
import Database
import Referrals
import Vault

extension OutboxStore {
    /// Appends answers to a delivery and moves it to the state that all its answers prove.
    ///
    /// The same answer again changes nothing. Returns how many were new; the evidence is kept if any
    /// was. The tag is that of the status document (`ETag`).
    package func record(
        _ answers: [NewAnswer],
        for delivery: String,
        from evidence: Evidence?,
        nextPoll: NextPoll,
        tag: String? = nil,
        at now: Date
    ) async throws -> Int {
        try await audited(at: now) { connection, trail in
            // Answers that come at once by two ways must see one another.
            let before = try connection.rows(
                """
                SELECT state, poll_at FROM delivery WHERE id = $1 \(connection.dialect.forUpdate)
                """,
                [.text(delivery)]
            ).first
            guard let key = try keys.unlessErased({ try dataKey(of: delivery, on: connection) })
            else { throw OutboxError.erased(delivery: delivery) }
            let evidenceID = evidence.map { _ in makeID() }
            let sealed = try answers.map { try seal($0, under: key, evidence: evidenceID) }
            let fresh = try append(sealed.map { (delivery, $0, now) }, on: connection)
            if fresh > 0 {
                var entry = trail.entry(.alteration, "answered")
                entry.child = key.id
                entry.delivery = delivery
                // Repetitions are not there, and so are not in the entry.
                for answer in sealed { entry.mention(.answer, .text(answer.id)) }
                if let evidence, let evidenceID {
                    entry.mention(.evidence, .text(evidenceID))
                    try keep(evidence, evidenceID, delivery, under: key, at: now, on: connection)
                }
                if answers.contains(where: { $0.decision == Decision.notOurArea.rawValue }) {
                    try lookAgain(for: delivery, &entry, on: connection)
                }
                try derive(delivery, at: now, notedIn: &entry, on: connection)
                entry.mention(.clock, .text(delivery))
                trail.add(entry)
            }
            try schedule(
                nextPoll,
                tag.map { PollTag($0, of: delivery, under: key).stored },
                of: delivery,
                on: connection
            )
            if fresh == 0, let before, try nextPoll.switches(before) {
                trail.add(.alteration, "when to ask changed", of: .clock, [[.text(delivery)]])
            }
            return fresh
        }
    }

    /// Another answer may name an agency that is known.
    private func lookAgain(
        for delivery: String,
        _ entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let count = try connection.execute(
            "UPDATE reroute SET state = 'wanted' WHERE delivery = $1 AND state = 'by-hand'",
            [.text(delivery)]
        )
        if count > 0 { entry.mention(.rerouting, .text(delivery)) }
    }

    private func keep(
        _ evidence: Evidence,
        _ id: String,
        _ delivery: String,
        under key: DataKey,
        at now: Date,
        on connection: any SQLConnection
    ) throws {
        let sealed = try key.seal(try JSONEncoder().encode(evidence), as: .evidence(id))
        try connection.execute(
            "INSERT INTO evidence (id, delivery, at, sealed) VALUES ($1, $2, $3, $4)",
            [.text(id), .text(delivery), .moment(now), .blob(sealed)]
        )
    }

    /// An answer as it is stored.
    struct SealedAnswer: Sendable {
        let id: String
        let answer: NewAnswer
        let mac: Data
        let sealed: Data
        /// What it was read from.
        let evidence: String?

        /// Its row, in the order of `AuditedTable.answer`.
        func row(of delivery: String, at now: Date) -> [SQLValue] {
            [
                .text(id), .text(delivery), .moment(now), .text(answer.kind.rawValue),
                .text(orNull: answer.decision), .text(answer.path.rawValue), .blob(mac),
                .blob(sealed), .text(orNull: evidence),
                // No partner's clock makes an answer later than it came.
                .moment(orNull: answer.saidAt.map { min($0, now) }),
            ]
        }
    }

    func seal(
        _ answer: NewAnswer,
        under key: DataKey,
        evidence: String? = nil
    ) throws -> SealedAnswer {
        let id = makeID()
        return SealedAnswer(
            id: id,
            answer: answer,
            mac: key.mac(answer.content),
            sealed: try key.seal(answer.content, as: .answer(id)),
            evidence: evidence
        )
    }

    /// Adds answers to deliveries unless the same content is there; returns how many were new.
    @discardableResult
    func append(
        _ answers: [(delivery: String, sealed: SealedAnswer, at: Date)],
        on connection: any SQLConnection
    ) throws -> Int {
        let values = answers.map { $0.sealed.row(of: $0.delivery, at: $0.at) }
        return try connection.execute(forEach: values) { given in
            """
            INSERT INTO answer (id, delivery, received_at, kind, decision, path, mac, sealed,
                evidence, said_at)
            VALUES \(given.list) ON CONFLICT (delivery, mac) DO NOTHING
            """
        }
    }

    private func schedule(
        _ poll: NextPoll,
        _ tag: String?,
        of delivery: String,
        on connection: any SQLConnection
    ) throws {
        let times: (open: SQLValue, decided: SQLValue)
        switch poll {
        case .unchanged: return
        case .at(let open, let decided): times = (.moment(open), .moment(orNull: decided))
        case .never: times = (.null, .null)
        }
        try connection.execute(
            """
            UPDATE delivery SET poll_tag = $4, poll_at = CASE
                WHEN state IN ('withdrawn', 'superseded') THEN NULL
                WHEN state = 'decided' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END
            WHERE id = $1
            """,
            [.text(delivery), times.open, times.decided, .text(orNull: tag)]
        )
    }
}

extension NextPoll {
    /// Whether a delivery that stays in its state begins or ends to be asked about.
    fileprivate func switches(_ row: SQLRow) throws -> Bool {
        let state: DeliveryState = try row.word("state")
        let isAsked: Bool
        switch (self, state) {
        case (.unchanged, _): return false
        case (.never, _), (_, .withdrawn), (_, .superseded): isAsked = false
        case (.at(_, let decided), .decided): isAsked = decided != nil
        case (.at, _): isAsked = true
        }
        return try isAsked != (row.optionalInteger("poll_at") != nil)
    }
}
