import Audit
import Database
import Foundation
import Referrals

extension OutboxStore {
    private static let page = 500

    /// Deliveries whose state contradicts what is proven of them.
    func contradictedStates() async throws -> [AuditDamage] {
        var damages: [AuditDamage] = []
        var last = ""
        while true {
            let after = last
            let (found, end) = try await database.read { connection in
                try contradictedStates(after: after, on: connection)
            }
            damages += found
            guard let end else { return damages }
            last = end
        }
    }

    /// Those of one page, with the last delivery that it holds.
    private func contradictedStates(
        after last: String,
        on connection: any SQLConnection
    ) throws -> (damages: [AuditDamage], last: String?) {
        let rows = try connection.rows(
            """
            SELECT id, state, park_reason, message, data_key,
                (SELECT max(at) FROM resend WHERE resend.delivery = delivery.id) AS resent_at,
                (SELECT max(referral_version) FROM withdrawal
                    WHERE withdrawal.referral_id = delivery.referral_id) AS withdrawn_version,
                referral_version,
                (SELECT max(version) FROM referral WHERE id = delivery.referral_id) AS newest,
                CASE WHEN EXISTS (SELECT 1 FROM delivery AS told
                    WHERE told.referral_id = delivery.referral_id AND told.message = 'withdrawal'
                    AND told.partner = delivery.partner) THEN 1 ELSE 0 END AS told,
                CASE WHEN EXISTS (SELECT 1 FROM reroute WHERE other = delivery.id)
                    THEN 1 ELSE 0 END AS rerouted,
                CASE WHEN EXISTS (SELECT 1 FROM erasure WHERE child = delivery.data_key)
                    THEN 1 ELSE 0 END AS erased
            FROM delivery WHERE id > $1 ORDER BY id LIMIT \(Self.page)
            """,
            [.text(last)]
        )
        guard let end = try rows.last?.text("id") else { return ([], nil) }
        let list = SQLValues([try rows.map { .text(try $0.text("id")) }])
        let answers = Dictionary(
            grouping: try connection.rows(
                """
                SELECT delivery, kind, decision, path, received_at FROM answer
                WHERE delivery IN \(list.list)
                """,
                list.arguments
            )
        ) { (try? $0.text("delivery")) ?? "" }
        let attempts = Dictionary(
            grouping: try connection.rows(
                """
                SELECT delivery, outcome, late, max(ended_at) AS ended_at FROM attempt
                WHERE delivery IN \(list.list) GROUP BY delivery, outcome, late
                """,
                list.arguments
            )
        ) { (try? $0.text("delivery")) ?? "" }
        let damages = try rows.compactMap { row in
            let id = try row.text("id")
            return try damage(
                of: row,
                answers: answers[id] ?? [],
                attempts: attempts[id] ?? [],
                on: connection
            )
        }
        // A page that is not full is the last, however much comes while it is read.
        return (damages, rows.count == Self.page ? end : nil)
    }

    private func damage(
        of row: SQLRow,
        answers: [SQLRow],
        attempts: [SQLRow],
        on connection: any SQLConnection
    ) throws -> AuditDamage? {
        let id = try row.text("id")
        let resentAt = try row.optionalInteger("resent_at") ?? .min
        let isRerouted = try row.integer("rerouted") == 1
        var evidence = StateEvidence()
        evidence.message = try row.word("message")
        evidence.isTried = !attempts.isEmpty || isRerouted
        for attempt in attempts {
            guard let ended: AttemptOutcome = try attempt.optionalWord("outcome") else { continue }
            // Of one whose end came late it was uncertain until then what had become of it.
            let outcome = try attempt.integer("late") == 1 ? .uncertain : ended
            evidence.outcomes.insert(outcome)
            if outcome == .delivered, try attempt.integer("ended_at") > resentAt {
                evidence.isHeldSince = true
            }
        }
        for answer in answers {
            let kind: AnswerKind = try answer.word("kind")
            evidence.kinds.insert(kind)
            if let decision = try answer.optionalText("decision") {
                evidence.decisions.insert(decision)
            }
            guard try answer.integer("received_at") > resentAt else { continue }
            evidence.newKinds.insert(kind)
            let path: AnswerPath = try answer.word("path")
            if path != .telephone { evidence.isHeldSince = true }
        }
        let version = try row.integer("referral_version")
        let withdrawn = try row.optionalInteger("withdrawn_version")
        let isTold = try row.integer("told") == 1
        evidence.mayBeWithdrawn = withdrawn != nil || isTold
        evidence.isWithdrawn =
            evidence.message == .referral && !isRerouted && (withdrawn ?? 0) >= version
        evidence.isErased = try row.integer("erased") == 1
        let newest = try row.integer("newest")
        evidence.hasNewerVersion = evidence.message == .referral && newest > version
        let (state, reason): (DeliveryState, ParkReason?) = (
            try row.word("state"), try row.optionalWord("park_reason")
        )
        if evidence.contradiction(of: state, parkedFor: reason) != nil {
            evidence.parked = try reasonsOfParking(id, row, since: resentAt, on: connection)
        }
        return evidence.contradiction(of: state, parkedFor: reason)
            .map { AuditDamage("delivery/\(id)", $0) }
    }

    /// Why the log says that a delivery was parked; looked up only for the few that need it.
    private func reasonsOfParking(
        _ delivery: String,
        _ row: SQLRow,
        since resentAt: Int64,
        on connection: any SQLConnection
    ) throws -> Set<String> {
        try AuditLog.entries(
            about: try row.text("data_key"),
            AuditTrail.parked,
            of: delivery,
            on: connection
        ).reduce(into: []) { reasons, entry in
            // An uncertain delivery stays so when it is sent again.
            let reason = entry.content.facts?["reason"]
            let isUncertain = reason == ParkReason.uncertainAtHorizon.rawValue
            if let reason, isUncertain || entry.content.at > resentAt { reasons.insert(reason) }
        }
    }
}
