package import Foundation

import Database
import Vault

extension OutboxStore {
    /// Records how an attempt ended and moves the delivery, if the claim still holds the fence.
    ///
    /// When it does not (the lease ended, or an answer came another way), the outcome is kept as
    /// late evidence and changes nothing; the result says so.
    package func finish(
        _ claim: Claim,
        with record: AttemptRecord,
        step: DeliveryStep,
        at now: Date
    ) async throws -> FinishResult {
        // Sealed before the transaction, which others wait for.
        let explanation = try seal(
            record.explanation,
            ofAttempt: claim.epoch,
            of: claim.delivery,
            under: claim.key
        )
        let receipt = try step.receipt.map { try seal($0, under: claim.key) }
        return try await database.write { connection in
            let held = try move(claim, by: step, at: now, on: connection)
            try close(
                claim,
                with: record,
                explanation: explanation,
                step: step,
                late: !held,
                at: now,
                on: connection
            )
            guard held else { return .late }
            if let receipt {
                _ = try append(receipt, to: claim.delivery, at: now, on: connection)
                // Sent again, it may have been answered before.
                if claim.epoch > 1 { try derive(claim.delivery, on: connection) }
            }
            return .applied
        }
    }

    private func move(
        _ claim: Claim,
        by step: DeliveryStep,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Bool {
        let fence: [SQLValue] = [.text(claim.delivery), .integer(claim.epoch)]
        let release = "lease_owner = NULL, lease_ends_at = NULL"
        let holds = "WHERE id = $1 AND state = 'sending' AND lease_epoch = $2"
        let changed =
            switch step {
            case .delivered(_, let answerDue, let pollAt):
                try connection.execute(
                    """
                    UPDATE delivery SET state = 'delivered', answer_due_at = $3, poll_at = $4,
                        \(release) \(holds)
                    """,
                    fence + [.moment(orNull: answerDue), .moment(orNull: pollAt)]
                )
            case .retry(let due):
                try connection.execute(
                    "UPDATE delivery SET state = 'queued', due_at = $3, \(release) \(holds)",
                    fence + [.moment(due)]
                )
            case .reconcile(let due):
                try connection.execute(
                    "UPDATE delivery SET state = 'uncertain', due_at = $3, \(release) \(holds)",
                    fence + [.moment(due)]
                )
            case .park(let reason):
                try connection.execute(
                    "UPDATE delivery SET state = 'parked', park_reason = $3, \(release) \(holds)",
                    fence + [.text(reason.rawValue)]
                )
            case .giveBack(let mayBeHeld):
                try connection.execute(
                    """
                    UPDATE delivery SET state = $3, due_at = $4, attempts = attempts - 1,
                        \(release) \(holds)
                    """,
                    fence + [
                        .text((mayBeHeld ? DeliveryState.uncertain : .queued).rawValue),
                        .moment(now),
                    ]
                )
            }
        return changed == 1
    }

    private func close(
        _ claim: Claim,
        with record: AttemptRecord,
        explanation: Data,
        step: DeliveryStep,
        late: Bool,
        at now: Date,
        on connection: any SQLConnection
    ) throws {
        let next: Date? =
            switch step {
            case .retry(let due), .reconcile(let due): late ? nil : due
            case .delivered, .park, .giveBack: nil
            }
        try connection.execute(
            """
            UPDATE attempt SET ended_at = $3, outcome = $4, phase = $5, code = $6, status = $7,
                late = $8, next_at = $9, sealed = $10
            WHERE delivery = $1 AND epoch = $2
            """,
            [
                .text(claim.delivery), .integer(claim.epoch), .moment(now),
                .text(record.outcome.rawValue), .text(record.phase), .integer(record.code),
                .integer(orNull: record.status.map(Int64.init)), .integer(late ? 1 : 0),
                .moment(orNull: next),
                .blob(explanation),
            ]
        )
    }

    func seal(
        _ explanation: AttemptExplanation,
        ofAttempt epoch: Int64,
        of delivery: String,
        under key: DataKey
    ) throws -> Data {
        try key.seal(
            try JSONEncoder().encode(explanation),
            as: .attempt(epoch, of: delivery)
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
    /// The partner's receipt as the first of its answers.
    fileprivate var receipt: NewAnswer? {
        guard case .delivered(let receipt, _, _) = self else { return nil }
        return NewAnswer(kind: .receipt, decision: nil, path: .receipt, content: receipt)
    }
}
