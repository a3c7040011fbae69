import Audit
import Database
import Foundation
import Outbox
import Referrals
import TestStores
import Testing

@Suite struct AuditLogTests {
    private let later = TestStore.t0.addingTimeInterval(600)

    /// A store in which most things have happened once.
    private func eventful(_ test: (TestStore, NoteSigner) async throws -> Void) async throws {
        try await TestStore.with { store in
            for number in 1...3 { try await store.add(.sample(number, partners: ["northshire"])) }
            for claim in try await store.claim() { try await store.deliver(claim) }
            let delivery = try #require(
                try await store.outbox.deliveries(matching: DeliveryFilter(), limit: 1).first
            ).id
            _ = try await store.outbox.record(
                [
                    NewAnswer(
                        kind: .acknowledged,
                        decision: nil,
                        path: .poll,
                        content: Data(#"{"kind":"acknowledged"}"#.utf8)
                    )
                ],
                for: delivery,
                from: Evidence(body: Data("{}".utf8), contentDigest: nil),
                nextPoll: .never,
                at: TestStore.t0
            )
            _ = try await store.outbox.resend(
                [delivery],
                because: "They lost it.",
                by: "alice",
                again: true,
                at: TestStore.t0
            ) { _ in TestStore.t0.adding(.seconds(3600)) }
            let signer = try await store.outbox.auditSigner(at: TestStore.t0)
            while try await store.outbox.growAudit(upTo: 3, by: signer, at: TestStore.t0) > 0 {}
            try await test(store, signer)
        }
    }

    private func verify(
        _ store: TestStore,
        _ signer: NoteSigner,
        witnessed: [String] = []
    ) async throws -> AuditReport {
        try await store.outbox.verifyAudit(witnessed: witnessed, signer: signer) { later }
    }

    @Test func `what was done is in the log, with the rows that it wrote`() async throws {
        try await eventful { store, signer in
            let report = try await verify(store, signer)

            #expect(report.damages == [])
            // Three submitted, three sent, one answered, one sent again.
            #expect(report.entries == 8 && report.waiting == 0 && report.rows > 15)
        }
    }

    @Test func `who asked is named, and why only for whom may open it`() async throws {
        try await TestStore.with { store in
            try await Caller.$current.withValue(Caller(name: "alice", roles: [.submitter])) {
                _ = try await store.add(.sample())
            }
            let entry = try #require(
                try await store.outbox.auditEntries(AuditQuery(limit: 10), about: "CASE-1").first
            ).entry

            #expect(entry.content.by == "alice" && entry.content.kind == "collection")
            #expect(!String(decoding: entry.leaf, as: UTF8.self).contains("content\""))
        }
    }

    /// Changes of what is stored, with a word of what is then told.
    static let tamperings: [(change: String, told: String)] = [
        ("UPDATE referral SET cohort = 'other' WHERE id LIKE '%1'", "referral/"),
        ("UPDATE referral SET submitted_at = submitted_at + 1", "referral/"),
        (
            "UPDATE referral SET sealed = (SELECT sealed FROM referral ORDER BY id LIMIT 1)",
            "referral/"
        ),
        (
            "UPDATE delivery SET partner = 'elsewhere' WHERE id IN (SELECT min(id) FROM delivery)",
            "delivery/"
        ),
        ("UPDATE delivery SET urgency = 0", "delivery/"),
        ("DELETE FROM delivery_body", "delivery_body/"),
        ("UPDATE attempt SET status = 500", "attempt/"),
        ("UPDATE attempt SET started_at = started_at - 1000", "attempt/"),
        ("DELETE FROM attempt", "attempt/"),
        ("UPDATE evidence SET at = at + 1", "evidence/"),
        ("UPDATE resend SET asked_by = 'bob'", "resend/"),
        ("UPDATE child_key SET subject = 'CHILD-9' WHERE subject = 'CHILD-1'", "child_key/"),
        (
            "UPDATE delivery SET state = 'decided', due_at = NULL WHERE state = 'queued'",
            "no answer proves its state"
        ),
        (
            "UPDATE audit_checkpoint SET note = replace(note, 'referral', 'deferral')",
            "audit_checkpoint/"
        ),
        ("UPDATE audit_checkpoint SET size = size + 1", "audit_checkpoint/"),
        ("UPDATE audit_head SET size = size - 1", "audit_head"),
        ("UPDATE audit_head SET note = replace(note, 'referral', 'deferral')", "audit_head"),
        ("DELETE FROM audit_tile", "audit_tile"),
        ("DELETE FROM audit_head", "audit_head"),
        ("DELETE FROM child_record", "no review of it is due"),
        ("UPDATE child_key SET destroyed_at = 5", "no certificate says so"),
        ("UPDATE delivery_count SET deliveries = deliveries + 1", "delivery_count/"),
    ]

    @Test(arguments: tamperings.indices)
    func `a change behind the log's back is told`(index: Int) async throws {
        let (change, told) = Self.tamperings[index]
        try await eventful { store, signer in
            try await store.database.write { connection in _ = try connection.execute(change) }

            let report = try await verify(store, signer)

            #expect(!report.isSound)
            #expect(report.damages.contains { "\($0.place): \($0.what)".contains(told) })
        }
    }

    @Test func `a row that nobody wrote by the log is told`() async throws {
        try await eventful { store, signer in
            try await store.database.write { connection in
                _ = try connection.execute(
                    """
                    INSERT INTO resend (id, delivery, at, asked_by, sealed)
                    SELECT 'forged', delivery, at, asked_by, sealed FROM resend
                    """
                )
            }

            let report = try await verify(store, signer)

            #expect(report.damages.map(\.place) == ["resend/forged"])
        }
    }

    /// What somebody with all rights would do to the log itself.
    static let forgeries: [(name: String, statements: [String])] = [
        (
            "changed",
            [
                "UPDATE audit_entry SET entry = replace(entry, 'service', 'nobody') WHERE position = 2"
            ]
        ),
        ("removed", ["DELETE FROM audit_entry WHERE position = 3"]),
        (
            "removed and closed up",
            [
                "DELETE FROM audit_entry WHERE position = 3",
                "UPDATE audit_entry SET position = position + 1000 WHERE position > 3",
                "UPDATE audit_entry SET position = position - 1001 WHERE position > 999",
            ]
        ),
        (
            "in another order",
            [
                "UPDATE audit_entry SET position = 1000 WHERE position = 1",
                "UPDATE audit_entry SET position = 1 WHERE position = 2",
                "UPDATE audit_entry SET position = 2 WHERE position = 1000",
            ]
        ),
        ("under another child", ["UPDATE audit_entry SET child = 'x' WHERE position = 1"]),
        ("cut off", ["DELETE FROM audit_entry WHERE position >= 6"]),
    ]

    @Test(arguments: forgeries.indices)
    func `a log that was rewritten is found out`(index: Int) async throws {
        try await eventful { store, signer in
            try await store.database.write { connection in
                try Self.disarm(connection)
                for statement in Self.forgeries[index].statements {
                    _ = try connection.execute(statement)
                }
            }

            let report = try await verify(store, signer)

            #expect(
                report.damages.contains {
                    $0.place.contains("audit_entry") || $0.place.contains("audit_tile")
                }
            )
        }
    }

    @Test func `every byte of every tile counts`() async throws {
        try await eventful { store, signer in
            let tile = try #require(
                try await store.database.read { connection in
                    try connection.rows("SELECT hashes FROM audit_tile WHERE level = 0").first?
                        .blob("hashes")
                }
            )
            for place in stride(from: 0, to: tile.count, by: 13) {
                var forged = tile
                forged[place] ^= 0x20
                let bytes = forged
                try await store.database.write { connection in
                    _ = try connection.execute(
                        "UPDATE audit_tile SET hashes = $1 WHERE level = 0",
                        [.blob(bytes)]
                    )
                }
                #expect(try await !verify(store, signer).isSound)
            }
        }
    }

    @Test func `whoever rewrites the log and signs it anew is betrayed by a witness`() async throws
    {
        try await eventful { store, signer in
            let witnessed = try #require(try await store.outbox.auditHead()).note
            try await store.database.write { connection in
                try Self.disarm(connection)
                for table in ["audit_tile", "audit_head", "audit_checkpoint"] {
                    _ = try connection.execute("DELETE FROM \(table)")
                }
                _ = try connection.execute(
                    "UPDATE audit_entry SET entry = replace(entry, 'service', 'nobody') WHERE position = 2"
                )
            }
            _ = try await store.outbox.growAudit(upTo: 100, by: signer, at: later)

            #expect(try await verify(store, signer).isSound)
            let report = try await verify(store, signer, witnessed: [witnessed])
            #expect(report.damages.map(\.place) == ["checkpoint 1 of a witness"])
        }
    }

    @Test func `entries are append-only also for us`() async throws {
        try await eventful { store, _ in
            for statement in ["DELETE FROM audit_entry", "UPDATE audit_entry SET entry = '{}'"] {
                await #expect(throws: DatabaseError.self) {
                    try await store.database.write { connection in
                        _ = try connection.execute(statement)
                    }
                }
            }
        }
    }

    @Test func `everything about a child is exported with proofs that hold`() async throws {
        try await eventful { store, signer in
            let proven = try await store.outbox.provenEntries(about: "CASE-1", vkey: signer.vkey)

            #expect(proven.count >= 2)
            for entry in proven {
                let checkpoint = try Checkpoint.open(
                    entry.checkpoint,
                    origin: signer.name,
                    by: [try NoteVerifier(vkey: entry.vkey)]
                )
                let proof = InclusionProof(index: entry.index, size: entry.size, path: entry.path)
                #expect(checkpoint.size == entry.size)
                #expect(proof.verify(leaf: .leaf(entry.entry), root: checkpoint.root))
            }
        }
    }

    /// As in a store that was copied from one that several processes wrote.
    @Test func `an entry without a place gets one`() async throws {
        try await eventful { store, signer in
            try await store.database.write { connection in
                _ = try connection.execute(
                    """
                    INSERT INTO audit_entry (id, at, entry)
                    SELECT 'late', at, '{"v":1,"id":"late","at":' || at
                        || ',"kind":"administration","action":"noted","by":"service"}'
                    FROM audit_entry WHERE position = 0
                    """
                )
            }

            let grown = try await store.outbox.growAudit(upTo: 100, by: signer, at: later)
            let report = try await verify(store, signer)

            #expect(grown == 1 && report.entries == 9)
            #expect(report.damages == [] && report.waiting == 0)
        }
    }

    /// Takes away what keeps honest programs from changing the log.
    private static func disarm(_ connection: any SQLConnection) throws {
        for trigger in ["audit_is_append_only", "audit_is_kept"] {
            _ = try connection.execute(
                connection.dialect == .sqlite
                    ? "DROP TRIGGER \(trigger)" : "DROP TRIGGER \(trigger) ON audit_entry"
            )
        }
    }
}
