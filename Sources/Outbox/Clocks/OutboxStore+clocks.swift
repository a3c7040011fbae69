package import Foundation

import Audit
import Database
import Referrals

extension OutboxStore {
    /// What `SET` gets when a delivery comes to a state: the clock of that state starts, and whoever
    /// keeps the clocks looks at it at once.
    static func stateClock(_ state: String, at now: String) -> String {
        """
        overdue_at = CASE \(state) WHEN 'delivered' THEN answer_due_at
            WHEN 'acknowledged' THEN decision_due_at END,
        rings_at = CAST(\(now) AS BIGINT)
        """
    }

    /// What `SET` gets when a delivery is parked, queued anew or put aside.
    static func newClock(at now: String) -> String {
        "overdue_at = NULL, rings_at = CAST(\(now) AS BIGINT)"
    }

    /// Lets the clocks that are due ring, longest due first; returns whether there may be more.
    ///
    /// What happened to each is worked out by `step`, and stored with the messages to be sent in the
    /// same transaction.
    package func ring(
        at now: Date,
        upTo limit: Int,
        step: @escaping @Sendable (RunningClock) -> ClockStep
    ) async throws -> (rung: [RungClock], hasMore: Bool, next: Date?) {
        try await audited(at: now) { connection, trail in
            let rows = try connection.rows(
                """
                SELECT delivery.id AS id, delivery.partner, delivery.referral_id, delivery.data_key,
                    delivery.referral_version, delivery.urgency, delivery.state, delivery.message,
                    receipt_due_at, answer_due_at, decision_due_at, outcome_due_at, overdue_at,
                    rung, rung_clock, CASE WHEN EXISTS (
                        SELECT 1 FROM delivery AS newer
                        WHERE newer.referral_id = delivery.referral_id
                        AND newer.partner = delivery.partner
                        AND newer.referral_version > delivery.referral_version
                        AND newer.state IN ('delivered', 'acknowledged', 'decided'))
                    THEN 1 ELSE 0 END AS is_replaced,
                    CASE WHEN state = 'decided' AND (EXISTS (
                        SELECT 1 FROM answer WHERE answer.delivery = delivery.id AND kind = 'outcome')
                        OR EXISTS (SELECT 1 FROM reroute WHERE reroute.delivery = delivery.id
                            AND reroute.state = 'made'))
                    THEN 1 ELSE 0 END AS has_outcome
                FROM delivery WHERE rings_at IS NOT NULL AND rings_at <= $1
                ORDER BY rings_at LIMIT $2 \(connection.dialect.skipLocked)
                """,
                [.moment(now), .integer(limit)]
            )
            var rung: [RungClock] = []
            var wound: [String] = []
            for row in rows {
                let clock = try RunningClock(row)
                let step = step(clock)
                try store(step, of: clock, on: connection)
                for ring in step.rings {
                    var entry = trail.entry(.alteration, "clock rung")
                    entry.child = try row.text("data_key")
                    entry.delivery = clock.delivery
                    entry.facts = ["clock": ring.clock.rawValue, "stage": "\(ring.stage)"]
                    entry.mention(.clock, .text(clock.delivery))
                    try store(ring, of: clock, at: now, notedIn: &entry, on: connection)
                    trail.add(entry)
                    rung.append(RungClock(clock: clock, ring: ring))
                }
                if clock.due == nil, step.due != nil, clock.clock?.isOwedByPartner == true {
                    var entry = trail.entry(.alteration, "deadline set")
                    entry.child = try row.text("data_key")
                    entry.delivery = clock.delivery
                    entry.mention(.clock, .text(clock.delivery))
                    trail.add(entry)
                } else if step.rings.isEmpty {
                    wound.append(clock.delivery)
                }
            }
            trail.add(.alteration, "clocks wound", of: .clock, wound.map { [.text($0)] })
            let next = try connection.rows(
                "SELECT min(rings_at) AS rings_at FROM delivery WHERE rings_at IS NOT NULL",
                []
            )
            return (rung, rows.count == limit, try next.first?.optionalMoment("rings_at"))
        }
    }

    /// Starts the clocks of what an older program added or moved, which knew of none.
    package func startMissingClocks(at now: Date) async throws {
        let missing = try await database.read { connection in
            try connection.rows(
                """
                SELECT id FROM delivery WHERE rings_at IS NULL AND rung = 0
                AND ((state IN ('queued', 'sending', 'uncertain') AND receipt_due_at IS NULL)
                    OR (state = 'delivered' AND overdue_at IS NULL)
                    OR (state = 'acknowledged' AND overdue_at IS NULL)) LIMIT 1000
                """,
                []
            ).map { try $0.text("id") }
        }
        guard !missing.isEmpty else { return }
        let list = SQLValues([missing.map(SQLValue.text)])
        try await audited(at: now) { connection, trail in
            _ = try connection.execute(
                "UPDATE delivery SET rings_at = $\(missing.count + 1) WHERE id IN \(list.list)",
                list.arguments + [.moment(now)]
            )
            trail.add(.alteration, "clocks started", of: .clock, missing.map { [.text($0)] })
        }
    }

    private func store(
        _ step: ClockStep,
        of clock: RunningClock,
        on connection: any SQLConnection
    ) throws {
        let column = clock.clock.flatMap(Self.column)
        let fixed = column.map { ", \($0) = coalesce(\($0), CAST($6 AS BIGINT))" } ?? ""
        try connection.execute(
            """
            UPDATE delivery SET overdue_at = $2, rings_at = $3, rung = $4, rung_clock = $5\(fixed)
            WHERE id = $1
            """,
            [
                .text(clock.delivery), .moment(orNull: clock.clock == .outcome ? nil : step.due),
                .moment(orNull: step.ringsAt), .integer(step.rung),
                .text(orNull: step.rungClock?.rawValue),
            ] + (column == nil ? [] : [.moment(orNull: step.due)])
        )
    }

    /// Where it is kept until when something is owed.
    static func column(of clock: Clock) -> String? {
        switch clock {
        case .receipt: "receipt_due_at"
        case .acknowledgement: "answer_due_at"
        case .decision: "decision_due_at"
        case .outcome: "outcome_due_at"
        case .action: nil
        }
    }

    private func store(
        _ ring: ClockStep.Ring,
        of clock: RunningClock,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let id = makeID()
        entry.mention(.escalation, .text(id))
        try connection.execute(
            """
            INSERT INTO escalation (id, delivery, at, clock, stage, due_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(id), .text(clock.delivery), .moment(now), .text(ring.clock.rawValue),
                .integer(ring.stage), .moment(ring.due),
            ]
        )
        for recipient in ring.tells {
            let notice = makeID()
            entry.mention(.notice, .text(notice))
            try connection.execute(
                """
                INSERT INTO notice (id, escalation, recipient, due_at, not_before)
                VALUES ($1, $2, $3, $4, $4)
                """,
                [.text(notice), .text(id), .text(recipient), .moment(ring.at)]
            )
        }
    }
}

extension RunningClock {
    fileprivate init(_ row: SQLRow) throws {
        let state: DeliveryState = try row.word("state")
        let message: DeliveryMessage = try row.word("message")
        // The partner answers the newest version that it has; and nothing is owed after the outcome,
        // or by whoever passed the child on.
        let isOver = try row.integer("is_replaced") == 1 || row.integer("has_outcome") == 1
        let clock = isOver ? nil : Clock(of: state, message)
        let due: Date? =
            switch clock {
            case .receipt: try row.optionalMoment("receipt_due_at")
            case .acknowledgement: try row.optionalMoment("answer_due_at")
            case .decision: try row.optionalMoment("decision_due_at")
            case .outcome: try row.optionalMoment("outcome_due_at")
            case .action: try row.optionalMoment("overdue_at")
            case nil: nil
            }
        self.init(
            delivery: try row.text("id"),
            partner: try row.text("partner"),
            urgency: Urgency(rank: Int(try row.integer("urgency"))),
            clock: clock,
            due: due,
            rung: Int(try row.integer("rung")),
            rungClock: try row.optionalWord("rung_clock")
        )
    }
}

extension Clock {
    /// Whether a deadline of the partner's is kept for it.
    fileprivate var isOwedByPartner: Bool {
        switch self {
        case .acknowledgement, .decision, .outcome: true
        case .receipt, .action: false
        }
    }

    /// The clock that runs in a state.
    fileprivate init?(of state: DeliveryState, _ message: DeliveryMessage) {
        switch (state, message) {
        case (.queued, _), (.sending, _), (.uncertain, _): self = .receipt
        case (.delivered, _): self = .acknowledgement
        case (.acknowledged, _): self = .decision
        case (.decided, .referral): self = .outcome
        case (.parked, _): self = .action
        case (.decided, .withdrawal), (.decided, .purge), (.withdrawn, _), (.superseded, _):
            return nil
        }
    }
}
