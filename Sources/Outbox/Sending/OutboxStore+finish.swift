import Foundation

import Audit
import Database
import Vault

extension OutboxStore {
    /// Records how attempts ended and moves their deliveries, those whose claim still holds the fence.
    ///
    /// When it does not (the lease ended, or an answer came another way), the outcome is kept as
    /// late evidence and changes nothing; the result says so, in the order of the endings. Endings
    /// that were recorded already change nothing.
    package func finish(_ endings: [AttemptEnding]) async throws -> [FinishResult] {
        guard let now = endings.map(\.at).max() else { return [] }
        let trail = trail(at: now)
        // Sealed and written down before the transaction, which others wait for.
        let sealed = try endings.map { try seal($0, trail) }
        return try await audited(trail) { connection, trail in
            let held = try move(sealed, on: connection)
            let others = sealed.filter { !held.contains($0.fence) }
            let recorded = Set(
                try others.filter { try isRecorded($0, on: connection) }.map(\.fence)
            )
            let fresh = sealed.filter { !recorded.contains($0.fence) }
            try close(fresh, held: held, on: connection)
            let spoken = try keepReceipts(
                of: fresh.filter { held.contains($0.fence) },
                on: connection
            )
            for ending in fresh {
                let isHeld = held.contains(ending.fence)
                let found = isHeld ? ending.disclosure : ending.disclosure(isLate: true, trail)
                if var entry = found {
                    if isHeld, ending.receipt != nil {
                        try receive(ending, spoken: spoken, notedIn: &entry, on: connection)
                    }
                    trail.add(entry)
                }
                if isHeld, let reason = ending.reasonToNote {
                    let claim = ending.ending.claim
                    trail.add(trail.parked(claim.delivery, of: claim.key.id, for: reason))
                }
            }
            for late in fresh where !held.contains(late.fence) {
                try hastenWithdrawal(of: late, on: connection)
            }
            return sealed.map {
                held.contains($0.fence) || recorded.contains($0.fence) ? .applied : .late
            }
        }
    }

    /// An ending as it is stored.
    private struct SealedEnding: Sendable {
        let ending: AttemptEnding
        let explanation: Data
        let receipt: SealedAnswer?
        /// The commitment to the document that was sent.
        let document: Data
        /// What the log says of it while its claim holds, if it may have been sent.
        var disclosure: AuditEntry?

        var delivery: String { ending.claim.delivery }
        var fence: Fence { Fence(delivery: delivery, epoch: ending.claim.epoch) }

        /// Why it is parked, where the attempt itself does not show it.
        var reasonToNote: ParkReason? {
            guard case .park(let reason) = ending.step else { return nil }
            return reason.isOfTime || !ending.record.outcome.mayDisclose ? reason : nil
        }

        /// The attempt's row, in the order of `AuditedTable.attempt`.
        func row(isLate: Bool) -> [SQLValue] {
            let (claim, record) = (ending.claim, ending.record)
            return fence.columns + [
                .text(claim.worker), .moment(claim.startedAt), .moment(ending.at),
                .text(record.outcome.rawValue), .text(record.phase), .integer(record.code),
                .integer(orNull: record.status.map(Int64.init)), .integer(isLate ? 1 : 0),
                .blob(explanation),
            ]
        }

        /// Who was told what, and what the partner's system said to it (section 62 (2) of the Act).
        func disclosure(isLate: Bool, _ trail: AuditTrail) -> AuditEntry {
            let (claim, record) = (ending.claim, ending.record)
            var entry =
                record.outcome.mayDisclose
                ? trail.entry(.disclosure, isLate ? "sent, known late" : "sent")
                : trail.entry(.alteration, "not sent, known late")
            entry.child = claim.key.id
            entry.referral = "\(claim.referral)/\(claim.version)"
            entry.delivery = claim.delivery
            entry.recipient = claim.partner
            entry.facts["outcome"] = record.outcome.rawValue
            entry.facts["contract"] = claim.contract
            entry.commitments["document"] = document
            entry.mention(.attempt, holding: row(isLate: isLate))
            if let receipt {
                // Sent again, it may get the same receipt, which is stored once.
                if claim.epoch == 1 {
                    entry.mention(.answer, holding: receipt.row(of: delivery, at: ending.at))
                } else {
                    entry.mention(.answer, .text(receipt.id))
                }
            }
            if !isLate, ending.step.endsSending { entry.mention(.clock, .text(delivery)) }
            return entry
        }
    }

    /// One claim of one delivery.
    private struct Fence: Hashable, Sendable {
        let delivery: String
        let epoch: Int64

        var columns: [SQLValue] { [.text(delivery), .integer(epoch)] }
    }

    private func seal(_ ending: AttemptEnding, _ trail: AuditTrail) throws -> SealedEnding {
        let claim = ending.claim
        var sealed = SealedEnding(
            ending: ending,
            explanation: try seal(
                ending.record.explanation,
                of: EndedAttempt(
                    delivery: claim.delivery,
                    epoch: claim.epoch,
                    worker: claim.worker,
                    startedAt: claim.startedAt,
                    endedAt: ending.at,
                    outcome: ending.record.outcome,
                    phase: ending.record.phase,
                    code: ending.record.code,
                    status: ending.record.status,
                    next: ending.step.next
                ),
                under: claim.key
            ),
            receipt: try ending.step.receipt.map { try seal($0, under: claim.key) },
            document: claim.key.mac(claim.body)
        )
        if ending.record.outcome.mayDisclose {
            sealed.disclosure = sealed.disclosure(isLate: false, trail)
        }
        return sealed
    }

    /// Moves the deliveries whose claims still hold, and returns these claims.
    private func move(
        _ endings: [SealedEnding],
        on connection: any SQLConnection
    ) throws -> Set<Fence> {
        let held = try held(endings, on: connection)
        let moves = endings.filter { held.contains($0.fence) }.map {
            $0.fence.columns + $0.ending.step.columns(at: $0.ending.at)
        }
        try connection.execute(forEach: moves) { given in
            """
            UPDATE delivery SET state = \(given[3]), due_at = CAST(\(given[4]) AS BIGINT),
                park_reason = \(given[5]),
                answer_due_at = CASE \(given[3])
                    WHEN 'delivered' THEN CAST(\(given[6]) AS BIGINT) ELSE answer_due_at END,
                poll_at = CASE \(given[3])
                    WHEN 'delivered' THEN CAST(\(given[7]) AS BIGINT) ELSE poll_at END,
                decision_due_at = CASE \(given[3])
                    WHEN 'delivered' THEN CAST(\(given[9]) AS BIGINT) ELSE decision_due_at END,
                outcome_due_at = CASE \(given[3])
                    WHEN 'delivered' THEN CAST(\(given[10]) AS BIGINT) ELSE outcome_due_at END,
                overdue_at = CASE \(given[3])
                    WHEN 'delivered' THEN CAST(\(given[6]) AS BIGINT)
                    WHEN 'parked' THEN NULL ELSE overdue_at END,
                rings_at = CASE \(given[3])
                    WHEN 'delivered' THEN CASE rung
                        WHEN 0 THEN CAST(\(given[11]) AS BIGINT)
                        ELSE CAST(\(given[12]) AS BIGINT) END
                    WHEN 'parked' THEN CAST(\(given[12]) AS BIGINT) ELSE rings_at END,
                attempts = attempts - CAST(\(given[8]) AS BIGINT),
                lease_owner = NULL, lease_ends_at = NULL
            \(given.from)
            WHERE id = \(given[1]) AND lease_epoch = \(given[2])
            """
        }
        return held
    }

    /// The claims that still hold, and stay so until the transaction ends.
    ///
    /// Asked for beforehand: for `RETURNING` SQLite makes a table for each statement.
    private func held(
        _ endings: [SealedEnding],
        on connection: any SQLConnection
    ) throws -> Set<Fence> {
        let rows = try connection.rows(forEach: endings.map(\.fence.columns)) { given in
            """
            SELECT id, lease_epoch FROM delivery\(given.beside)
            WHERE id = \(given[1]) AND lease_epoch = \(given[2]) AND state = 'sending'
            \(connection.dialect.forChange)
            """
        }
        return Set(
            try rows.map {
                Fence(delivery: try $0.text("id"), epoch: try $0.integer("lease_epoch"))
            }
        )
    }

    /// A delivery that was withdrawn on the wire has arrived or not by now: its partner is told at once.
    private func hastenWithdrawal(
        of ending: SealedEnding,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            UPDATE delivery SET due_at = $2
            WHERE message = 'withdrawal' AND state = 'queued' AND attempts = 0 AND due_at > $2
            AND EXISTS (
                SELECT 1 FROM delivery AS old WHERE old.id = $1 AND old.state = 'withdrawn'
                AND old.referral_id = delivery.referral_id AND old.partner = delivery.partner)
            """,
            [.text(ending.delivery), .moment(ending.ending.at)]
        )
    }

    /// Whether this very ending is stored: its first recording had an outcome that nobody learnt of.
    private func isRecorded(
        _ ending: SealedEnding,
        on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.rows(
            """
            SELECT epoch FROM attempt WHERE delivery = $1 AND epoch = $2 AND late = 0
            AND ended_at = $3 AND outcome = $4 AND phase = $5
            """,
            ending.fence.columns + [
                .moment(ending.ending.at), .text(ending.ending.record.outcome.rawValue),
                .text(ending.ending.record.phase),
            ]
        ).isEmpty
    }

    private func close(
        _ endings: [SealedEnding],
        held: Set<Fence>,
        on connection: any SQLConnection
    ) throws {
        let ends = endings.map { sealed -> [SQLValue] in
            let isLate = !held.contains(sealed.fence)
            return sealed.row(isLate: isLate)
                + [.moment(orNull: isLate ? nil : sealed.ending.step.next)]
        }
        try connection.execute(forEach: ends) { given in
            """
            UPDATE attempt SET ended_at = \(given[5]), outcome = \(given[6]),
                phase = \(given[7]), code = \(given[8]),
                status = CAST(\(given[9]) AS BIGINT), late = \(given[10]), sealed = \(given[11]),
                next_at = CAST(\(given[12]) AS BIGINT)
            \(given.from)
            WHERE delivery = \(given[1]) AND epoch = \(given[2])
            """
        }
    }

    /// Stores the receipts; returns of which deliveries somebody at the partner spoke before.
    private func keepReceipts(
        of endings: [SealedEnding],
        on connection: any SQLConnection
    ) throws -> Set<String> {
        try append(
            endings.compactMap { sealed in
                sealed.receipt.map { (sealed.delivery, $0, sealed.ending.at) }
            },
            on: connection
        )
        let delivered = endings.filter { $0.receipt != nil }
        return try spokenOf(delivered.map(\.delivery), on: connection)
    }

    /// Sees what a receipt changes beside its own delivery's state.
    private func receive(
        _ sealed: SealedEnding,
        spoken: Set<String>,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let (claim, now) = (sealed.ending.claim, sealed.ending.at)
        // Sent again, it may have been answered before.
        if claim.epoch > 1 || spoken.contains(sealed.delivery) {
            try derive(sealed.delivery, at: now, notedIn: &entry, on: connection)
        }
        if claim.version > 1 {
            try endOlderClocks(claim, at: now, notedIn: &entry, on: connection)
        }
    }

    /// Of which of these somebody at the partner spoke before it got them.
    private func spokenOf(
        _ deliveries: [String],
        on connection: any SQLConnection
    ) throws -> Set<String> {
        let rows = try connection.rows(forEach: deliveries.map { [.text($0)] }) { given in
            """
            SELECT delivery FROM answer\(given.beside)
            WHERE delivery = \(given[1]) AND path = 'telephone'
            """
        }
        return Set(try rows.map { try $0.text("delivery") })
    }

    /// The partner answers the newest version that it has.
    private func endOlderClocks(
        _ claim: Claim,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let older = try connection.rows(
            """
            UPDATE delivery SET rings_at = $4 WHERE referral_id = $1 AND partner = $2
            AND referral_version < $3 AND state IN ('delivered', 'acknowledged', 'decided')
            RETURNING id
            """,
            [
                .text(claim.referral), .text(claim.partner), .integer(claim.version), .moment(now),
            ]
        )
        try entry.mentionClocks(of: older)
    }

    func seal(
        _ explanation: AttemptExplanation,
        of attempt: EndedAttempt,
        under key: DataKey
    ) throws -> Data {
        try key.seal(
            try JSONEncoder().encode(KeptExplanation(explanation, of: attempt)),
            as: .attempt(attempt.epoch, of: attempt.delivery)
        )
    }

    func dataKey(of delivery: String, on connection: any SQLConnection) throws -> DataKey {
        let found = try connection.rows(
            """
            SELECT \(DataKeys.columns) FROM delivery
            JOIN child_key ON child_key.id = delivery.data_key WHERE delivery.id = $1
            """,
            [.text(delivery)]
        )
        guard let row = found.first else { throw OutboxError.unknownDelivery(delivery) }
        return try keys.key(in: row)
    }
}

extension DeliveryStep {
    /// Whether its clock becomes another: the partner has it, or a person must act.
    fileprivate var endsSending: Bool {
        switch self {
        case .delivered, .park: true
        case .retry, .reconcile, .giveBack: false
        }
    }

    /// The partner's receipt as the first of its answers.
    fileprivate var receipt: NewAnswer? {
        guard case .delivered(let receipt, _, _) = self else { return nil }
        return NewAnswer(kind: .receipt, decision: nil, path: .receipt, content: receipt)
    }

    /// When the delivery is tried next.
    fileprivate var next: Date? {
        switch self {
        case .retry(let due), .reconcile(let due): due
        case .delivered, .park, .giveBack: nil
        }
    }

    /// The delivery's new state, due time, reason, two times of a receipt, attempts given back, what is
    /// owed later, when the clock rings, and now.
    fileprivate func columns(at now: Date) -> [SQLValue] {
        var owed = Owed()
        var columns: [SQLValue]
        switch self {
        case .delivered(_, let theirs, let pollAt):
            owed = theirs
            columns = [
                "delivered", nil, nil, .moment(orNull: owed.acknowledgement),
                .moment(orNull: pollAt), 0,
            ]
        case .retry(let due): columns = ["queued", .moment(due), nil, nil, nil, 0]
        case .reconcile(let due): columns = ["uncertain", .moment(due), nil, nil, nil, 0]
        case .park(let reason): columns = ["parked", nil, .text(reason.rawValue), nil, nil, 0]
        case .giveBack(let mayBeHeld):
            columns = [mayBeHeld ? "uncertain" : "queued", .moment(now), nil, nil, nil, 1]
        }
        return columns + [
            .moment(orNull: owed.decision), .moment(orNull: owed.outcome),
            .moment(orNull: owed.ringsAt), .moment(now),
        ]
    }
}
