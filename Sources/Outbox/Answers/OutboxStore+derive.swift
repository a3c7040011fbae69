import Audit
import Database
import Foundation
import Referrals

extension OutboxStore {
    /// Moves a delivery to the state that all its answers prove.
    ///
    /// Answers from before a resend no longer speak of the document that is now with the partner. What
    /// was said by telephone of a document that the partner has not got yet does not stop its delivery. Nor
    /// does any answer stop what a person ordered to be sent once more although the partner has it.
    func derive(
        _ delivery: String,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let found = try connection.rows(
            """
            SELECT state, park_reason, message, CASE WHEN state = 'queued' AND EXISTS (
                SELECT 1 FROM resend WHERE resend.delivery = delivery.id AND resend.at > queued_at)
            THEN 1 ELSE 0 END AS is_sent_again
            FROM delivery WHERE id = $1
            """,
            [.text(delivery)]
        )
        guard let row = found.first, try row.integer("is_sent_again") == 0 else { return }
        let state: DeliveryState = try row.word("state")
        // What was recalled or replaced stays so, whatever is said of it.
        guard state != .withdrawn, state != .superseded else { return }
        let (facts, hasDocument) = try facts(of: delivery, on: connection)
        let reason: ParkReason? = try row.optionalWord("park_reason")
        let maySpeakOfIt = state != .sending && state.mayBeHeld(parkedFor: reason)
        guard hasDocument || maySpeakOfIt else { return }
        let message: DeliveryMessage = try row.word("message")
        if message == .referral {
            try wantRerouting(of: delivery, facts, at: now, notedIn: &entry, on: connection)
        }
        let proof = Proof(
            facts,
            to: message,
            rerouting: try rerouting(of: delivery, on: connection)
        )
        guard let proof, proof.state != state || proof.reason != reason else {
            if facts.contains(where: { $0.kind == .outcome }) {
                try lookAtClock(of: delivery, at: now, notedIn: &entry, on: connection)
            }
            return
        }
        try move(delivery, to: proof, at: now, notedIn: &entry, on: connection)
        // Whoever passed the child on is free once it is taken on.
        for waiting in try connection.rows(
            "SELECT delivery FROM reroute WHERE other = $1",
            [.text(delivery)]
        ) {
            try derive(
                try waiting.text("delivery"),
                at: now,
                notedIn: &entry,
                on: connection
            )
        }
    }

    private func facts(
        of delivery: String,
        on connection: any SQLConnection
    ) throws -> (facts: Set<AnswerFact>, hasDocument: Bool) {
        let rows = try connection.rows(
            """
            SELECT kind, decision, path, said_at, received_at,
                (SELECT min(started_at) FROM attempt WHERE attempt.delivery = $1) AS sent_at
            FROM answer WHERE delivery = $1 AND (path = 'telephone'
                OR received_at >= (SELECT queued_at FROM delivery WHERE id = $1))
            """,
            [.text(delivery)]
        )
        let facts = try rows.map {
            AnswerFact(
                try $0.word("kind"),
                decision: try $0.optionalText("decision"),
                at: try saidAt(in: $0)
            )
        }
        return (Set(facts), try rows.contains { try $0.text("path") != "telephone" })
    }

    /// When an answer counts as said.
    private func saidAt(in row: SQLRow) throws -> Date {
        let received = try row.moment("received_at")
        guard let said = try row.optionalMoment("said_at") else { return received }
        let isSpoken = try row.text("path") == AnswerPath.telephone.rawValue
        let sent = isSpoken ? nil : try row.optionalMoment("sent_at")
        return SaidTime.isPlausible(said, sent: sent, received: received) ? said : received
    }

    private func move(
        _ delivery: String,
        to proof: Proof,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        entry.mention(.clock, .text(delivery))
        try connection.execute(
            """
            UPDATE delivery SET state = $2, park_reason = $3, due_at = NULL, lease_owner = NULL,
                lease_ends_at = NULL, \(Self.stateClock("$2", at: "$4"))
            WHERE id = $1
            """,
            [
                .text(delivery), .text(proof.state.rawValue),
                .text(orNull: proof.reason?.rawValue), .moment(now),
            ]
        )
    }

    /// An outcome ends the watch for it without moving the delivery.
    private func lookAtClock(
        of delivery: String,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        let count = try connection.execute(
            "UPDATE delivery SET rings_at = $2 WHERE id = $1 AND (rings_at IS NOT NULL OR rung > 0)",
            [.text(delivery), .moment(now)]
        )
        if count > 0 { entry.mention(.clock, .text(delivery)) }
    }

    private func wantRerouting(
        of delivery: String,
        _ facts: Set<AnswerFact>,
        at now: Date,
        notedIn entry: inout AuditEntry,
        on connection: any SQLConnection
    ) throws {
        guard facts.contains(where: { $0.decision == Decision.notOurArea.rawValue }) else { return }
        let count = try connection.execute(
            """
            INSERT INTO reroute (delivery, asked_at, state) VALUES ($1, $2, 'wanted')
            ON CONFLICT (delivery) DO NOTHING
            """,
            [.text(delivery), .moment(now)]
        )
        if count > 0 { entry.mention(.rerouting, .text(delivery)) }
    }

    /// Another agency has accepted when a person there confirmed it and did not pass it on.
    private func rerouting(
        of delivery: String,
        on connection: any SQLConnection
    ) throws -> Proof.Rerouting {
        let found = try connection.rows(
            """
            SELECT reroute.state AS rerouting, other.state AS state,
                CASE WHEN EXISTS (
                    SELECT 1 FROM reroute AS next WHERE next.delivery = other.id)
                THEN 1 ELSE 0 END AS passed_on
            FROM reroute LEFT JOIN delivery AS other ON other.id = reroute.other
            WHERE reroute.delivery = $1
            """,
            [.text(delivery)]
        )
        guard let row = found.first else { return .underWay }
        switch try row.text("rerouting") {
        case "by-hand": return .leftToPerson
        case "made":
            let state: DeliveryState = try row.word("state")
            let isPassedOn = try row.integer("passed_on") == 1
            let isAccepted = state == .decided || (state == .acknowledged && !isPassedOn)
            return isAccepted ? .accepted : .underWay
        default: return .underWay
        }
    }
}
