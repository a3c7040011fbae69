import Audit
import Database
import Foundation

/// An explanation as it is sealed: with the digest of what its row says beside it, so that a row that
/// somebody changed is found out.
struct KeptExplanation: Codable {
    let explanation: AttemptExplanation
    /// Empty where the log itself holds all that the row says.
    let row: Data?

    /// Keeps an explanation of an attempt that has ended.
    init(_ explanation: AttemptExplanation, of attempt: EndedAttempt) {
        self.explanation = explanation
        row = attempt.outcome == .delivered ? nil : attempt.digest
    }

    private enum CodingKeys: CodingKey {
        case row
    }

    init(from decoder: any Decoder) throws {
        explanation = try AttemptExplanation(from: decoder)
        row = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(
            Data.self,
            forKey: .row
        )
    }

    func encode(to encoder: any Encoder) throws {
        try explanation.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(row, forKey: .row)
    }
}

/// What the row of an attempt says of its end.
struct EndedAttempt {
    let delivery: String
    let epoch: Int64
    let worker: String
    let startedAt: Date
    let endedAt: Date
    let outcome: AttemptOutcome
    var phase: String?
    var code: Int?
    var status: Int?
    var next: Date?

    /// The same as that of the row, by `AuditedTable.attemptEnd`.
    var digest: Data {
        RowDigest.digest(of: [
            .text(delivery), .integer(epoch), .text(worker), .moment(startedAt),
            .moment(endedAt), .text(outcome.rawValue), .text(orNull: phase),
            .integer(orNull: code.map(Int64.init)), .integer(orNull: status.map(Int64.init)),
            .moment(orNull: next),
        ])
    }
}

extension EndedAttempt {
    /// An attempt that somebody was making, and of which it is uncertain now whether it arrived.
    init?(
        open delivery: String,
        _ epoch: Int64,
        endedAt now: Date,
        on connection: any SQLConnection
    ) throws {
        let found = try connection.rows(
            """
            SELECT worker, started_at FROM attempt
            WHERE delivery = $1 AND epoch = $2 AND ended_at IS NULL
            """,
            [.text(delivery), .integer(epoch)]
        )
        guard let row = found.first else { return nil }
        self.init(
            delivery: delivery,
            epoch: epoch,
            worker: try row.text("worker"),
            startedAt: try row.moment("started_at"),
            endedAt: now,
            outcome: .uncertain,
            next: now
        )
    }
}
