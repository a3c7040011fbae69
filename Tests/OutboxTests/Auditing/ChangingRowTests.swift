import Audit
import Database
import Foundation
import Outbox
import Referrals
import Testing

/// States, holds, reviews and pauses change as work goes on; whoever changes them by hand is found out.
@Suite struct ChangingRowTests {
    private static let owed = Date(timeIntervalSince1970: 1_990_000_000)

    /// A store with deliveries in most states, a hold that ended and one that has not, a review, a
    /// paused partner and one that was resumed, and a token that was revoked.
    private func busy(_ test: (TestStore, NoteSigner) async throws -> Void) async throws {
        try await TestStore.with { store in
            for number in 1...6 { try await store.add(.sample(number)) }
            let claims = try await store.claim(upTo: 4)
            try await store.deliver(claims[0])
            _ = try await store.finish(
                claims[1],
                with: .sample(.refused),
                step: .park(.refusedByPartner),
                at: TestStore.t0
            )
            _ = try await store.finish(
                claims[2],
                with: .sample(.uncertain),
                step: .reconcile(at: Self.owed),
                at: TestStore.t0
            )
            _ = try await store.finish(
                claims[3],
                with: .sample(.unreachable),
                step: .park(.horizonReached),
                at: TestStore.t0
            )
            try await store.add(.sample(6, version: 2))
            let outbox = store.outbox
            try await passOn(store)
            try await ring(store)
            for reference in ["CASE-1", "CASE-2"] {
                try await outbox.holdByLaw(reference, because: "Proceedings", at: TestStore.t0)
            }
            _ = try await outbox.releaseByLaw("CASE-2", because: "They ended", at: TestStore.t0)
            try await outbox.review(
                "CASE-3",
                as: .other,
                next: Self.owed,
                because: "Still needed",
                at: TestStore.t0
            )
            let token = try await outbox.makeToken(
                named: "case-system",
                roles: [.submitter],
                until: Self.owed,
                at: TestStore.t0
            ).token
            _ = try await outbox.revokeToken(token.id, at: TestStore.t0)
            for partner in ["northshire", "eastshire"] {
                try await outbox.hold(
                    LaneHold(partner: partner, since: TestStore.t0, by: "alice", reason: "Works")
                )
            }
            _ = try await outbox.release("eastshire", at: TestStore.t0)
            let signer = try await outbox.auditSigner(at: TestStore.t0)
            while try await outbox.growAudit(upTo: 100, by: signer, at: TestStore.t0) > 0 {}
            try await test(store, signer)
        }
    }

    /// Has a partner say that a child is not in its area, and no other be known.
    private func passOn(_ store: TestStore) async throws {
        try await store.add(.sample(7, partners: ["east"]))
        let claim = try #require(try await store.claim(partner: "east").first)
        try await store.deliver(claim)
        try await store.answer(claim, .decision, "not-our-area")
        for wanted in try await store.outbox.wantedReroutes(upTo: 10) {
            _ = try await store.outbox.reroute(wanted, to: .failure(.passedOn), at: TestStore.t0)
        }
    }

    /// Lets all clocks ring, and tells one of two people.
    private func ring(_ store: TestStore) async throws {
        _ = try await store.outbox.ring(at: TestStore.t0, upTo: 100) { clock in
            var step = ClockStep()
            step.due = Self.owed
            step.ringsAt = Self.owed
            step.rung = 1
            step.rungClock = .receipt
            step.rings = [
                ClockStep.Ring(
                    clock: .receipt,
                    stage: 1,
                    due: TestStore.t0,
                    tells: ["duty@police.example.org", "https://police.example.org/told"],
                    at: TestStore.t0
                )
            ]
            return step
        }
        let notices = try await store.outbox.takeNotices(
            upTo: 100,
            at: TestStore.t0,
            again: TestStore.t0.addingTimeInterval(120)
        )
        try await store.outbox.settleNotices(
            notices.filter { $0.recipient.contains("@") }.map(\.id),
            sentAt: TestStore.t0,
            at: TestStore.t0
        )
    }

    private func findings(_ store: TestStore, _ signer: NoteSigner) async throws -> [String] {
        try await store.outbox.verifyAudit(
            witnessed: [],
            signer: signer,
            at: TestStore.t0.addingTimeInterval(30)
        ).damages.map { "\($0.place): \($0.what)" }
    }

    @Test func `work that was done as it should be is sound`() async throws {
        try await busy { store, signer in
            let found = try await findings(store, signer)

            #expect(found == [])
        }
    }

    /// Changes by hand, with a word of what is then told.
    static let tamperings: [(change: String, told: String)] = [
        (
            "UPDATE delivery SET state = 'queued', due_at = 1 WHERE state = 'delivered'",
            "its partner has it, and nobody sent it again"
        ),
        (
            "UPDATE delivery SET state = 'withdrawn' WHERE state = 'delivered'",
            "nobody withdrew it"
        ),
        (
            "UPDATE delivery SET state = 'superseded', due_at = NULL WHERE state = 'uncertain'",
            "no newer version took its place"
        ),
        (
            "UPDATE delivery SET state = 'queued', due_at = 1 WHERE state = 'superseded'",
            "a newer version took its place"
        ),
        (
            "UPDATE delivery SET state = 'uncertain' WHERE state = 'queued'",
            "no attempt ended so"
        ),
        (
            """
            UPDATE delivery SET state = 'parked', due_at = NULL, park_reason = 'horizon-reached'
            WHERE state = 'queued'
            """,
            "nothing shows why it is parked"
        ),
        (
            "UPDATE delivery SET park_reason = 'unreadable' WHERE state = 'parked'",
            "nothing shows why it is parked"
        ),
        (
            "UPDATE delivery SET state = 'acknowledged' WHERE state = 'delivered'",
            "no answer proves its state"
        ),
        (
            "UPDATE delivery SET due_at = due_at + 2000000000000 WHERE state = 'uncertain'",
            "it is due later than its last attempt says"
        ),
        (
            "UPDATE delivery SET due_at = due_at + 86400000 WHERE state = 'queued'",
            "it is due later than its last attempt says"
        ),
        (
            """
            UPDATE delivery SET state = 'sending', due_at = NULL, lease_owner = 'w',
                lease_ends_at = 1990000000000 WHERE state = 'queued'
            """,
            "its lease is longer than any that is given"
        ),
        (
            "UPDATE delivery SET answer_due_at = answer_due_at + 1 WHERE state = 'delivered'",
            "delivery:clock/"
        ),
        (
            "UPDATE delivery SET decision_due_at = NULL WHERE state = 'delivered'",
            "delivery:clock/"
        ),
        ("UPDATE delivery SET rings_at = rings_at + 1 WHERE rings_at > 0", "delivery:clock/"),
        ("UPDATE delivery SET rung = rung + 1", "delivery:clock/"),
        ("UPDATE delivery SET overdue_at = 5", "delivery:clock/"),
        ("UPDATE delivery SET rung_clock = 'action' WHERE rung > 0", "delivery:clock/"),
        ("UPDATE delivery SET horizon_at = horizon_at + 1", "delivery:clock/"),
        ("UPDATE delivery SET receipt_due_at = 5", "delivery:clock/"),
        ("UPDATE delivery SET poll_at = NULL WHERE poll_at > 0", "delivery:clock/"),
        ("UPDATE escalation SET due_at = due_at + 1", "escalation/"),
        (
            "INSERT INTO escalation SELECT 'forged', delivery, at, clock, 2, due_at FROM escalation LIMIT 1",
            "escalation/forged"
        ),
        ("DELETE FROM notice WHERE sent_at IS NULL", "notice/"),
        ("UPDATE notice SET sent_at = 5, due_at = NULL WHERE sent_at IS NULL", "notice/"),
        ("UPDATE notice SET due_at = NULL", "notice/"),
        (
            "UPDATE notice SET recipient = 'nobody@police.example.org' WHERE id IN (SELECT max(id) FROM notice)",
            "notice/"
        ),
        ("UPDATE reroute SET obstacle = NULL", "reroute:rerouting/"),
        ("UPDATE legal_hold SET released_at = 5 WHERE released_at IS NULL", "legal_hold:release/"),
        ("UPDATE legal_hold SET released_at = NULL", "legal_hold:release/"),
        ("UPDATE child_record SET review_at = 5 WHERE class = 'other'", "child_record:review/"),
        (
            "UPDATE child_record SET review_at = review_at + 1 WHERE class <> 'other'",
            "child_record:review/"
        ),
        ("UPDATE child_record SET class = 'other'", "child_record:review/"),
        ("UPDATE api_token SET revoked_at = NULL", "api_token:revocation/"),
        ("DELETE FROM lane_hold", "lane_hold:pause/northshire"),
        (
            "INSERT INTO lane_hold SELECT 'eastshire', since, held_by, reason FROM lane_hold",
            "lane_hold:pause/eastshire"
        ),
    ]

    @Test(arguments: tamperings.indices)
    func `a change by hand is told`(index: Int) async throws {
        let (change, told) = Self.tamperings[index]
        try await busy { store, signer in
            try await store.database.write { connection in
                let count = try connection.execute(change)
                #expect(count > 0)
            }

            let found = try await findings(store, signer)

            #expect(found.contains { $0.contains(told) }, "\(found)")
        }
    }
}
