import Audit
import Database
import Foundation
import Outbox
import Referrals
import Testing

/// States, holds, reviews and pauses change as work goes on; whoever changes them by hand is found out.
@Suite struct ChangingRowTests {
    private func busy(_ test: (TestStore, NoteSigner) async throws -> Void) async throws {
        try await TestStore.with { store in
            let signer = try await store.beBusy()
            try await test(store, signer)
        }
    }

    private func findings(_ store: TestStore, _ signer: NoteSigner) async throws -> [String] {
        try await store.outbox.verifyAudit(
            witnessed: [],
            signer: signer,
            at: { TestStore.t0.addingTimeInterval(30) }
        ).damages.map { "\($0.place): \($0.what)" }
    }

    @Test func `work that was done as it should be is sound`() async throws {
        try await busy { store, signer in
            let found = try await findings(store, signer)

            #expect(found == [])
        }
    }

    /// What was read a moment ago is not compared with what is there now.
    @Test func `a store that is worked on while it is looked at is sound`() async throws {
        try await busy { store, signer in
            let rounds = Counter()
            let growing = GrowingDatabase(base: store.database) {
                let round = rounds.next().suffix(3)
                try await store.add(.sample(id: "growing-\(round)", reference: "G-\(round)"))
                for claim in try await store.claim(upTo: 2) { try await store.deliver(claim) }
                _ = try await store.growLog()
            }
            let outbox = try await OutboxStore(on: growing, keys: store.keys) { "id" }

            let report = try await outbox.verifyAudit(witnessed: [], signer: signer) {
                TestStore.t0.addingTimeInterval(30)
            }

            #expect(report.damages == [])
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
        (
            "UPDATE delivery SET attempts = attempts + 1 WHERE state = 'uncertain'",
            "not tried as often"
        ),
        (
            "DELETE FROM attempt WHERE outcome = 'unreachable' AND epoch = 1",
            "those that were begun"
        ),
        ("UPDATE attempt SET outcome = 'misconfigured' WHERE outcome = 'unreachable'", "attempt/"),
        ("UPDATE attempt SET next_at = next_at + 1 WHERE next_at > 0", "it is not as it ended"),
        ("UPDATE delivery SET poll_at = poll_at + 200000000 WHERE poll_at > 0", "asked too late"),
        ("UPDATE delivery SET poll_tag = 'a tag' WHERE poll_tag <> ''", "its status document"),
        ("UPDATE notice SET due_at = due_at + 700000 WHERE due_at > 0", "notice/"),
        ("UPDATE feed SET place = '18'", "feed:place/northshire"),
        (
            "DELETE FROM search_entry WHERE child = (SELECT min(child) FROM search_entry)",
            "child_record:search/"
        ),
        ("UPDATE backup SET deleted_at = 5", "backup:record/backup-1"),
        (
            "INSERT INTO lane_hold SELECT 'westshire', since, held_by, reason FROM lane_hold",
            "lane_hold:pause/westshire"
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
                #expect(count > 0, "\(change)")
            }

            let found = try await findings(store, signer)

            #expect(found.contains { $0.contains(told) }, "\(change): \(found)")
        }
    }
}
