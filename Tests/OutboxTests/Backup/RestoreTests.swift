import Audit
import Database
import Foundation
import TestStores
import Testing
import Vault

@testable import Outbox

@Suite struct RestoreTests {
    private let t0 = TestStore.t0
    private let later = TestStore.t0.adding(.seconds(600))

    @Test func `every row goes from one kind of store into the other and back`() async throws {
        try await TestStore.with { store in
            try await store.settle()
            let place = try BackupPlace()
            let file = try await TestDatabase.file()
            let back = try await TestDatabase.temporary()

            let record = try await place.backUp(store, "first")
            let report = try await place.restore("first", into: file, under: store.keys)
            let between = try await OutboxStore(on: file, keys: store.keys) {
                UUID().uuidString.lowercased()
            }
            try await place.backUp(between, "second")
            try await place.restore("second", into: back, under: store.keys)

            // The log goes on: each restore is an entry of its own.
            let same = StoreTable.all.filter { !["backup", "audit_entry"].contains($0.name) }
            for table in same {
                let original = try await StoreDigest.of(table, in: store.database)
                #expect(original.rows > 0 || table.name != "delivery", "\(table.name)")
                for other in [file, back] {
                    let restored = try await StoreDigest.of(table, in: other)
                    #expect(original.text == restored.text, "\(table.name)")
                }
            }
            #expect(report.madeUncertain == 0)
            #expect(report.opened >= 15)
            #expect(report.keysMissing == [])
            #expect(record.rows == Int64(report.tables.reduce(0) { $0 + $1.rows }))
            try await file.close()
            try await back.close()
        }
    }

    @Test func `a checkpoint that is newer than the backup is explained by the restore`()
        async throws
    {
        try await TestStore.with { store in
            try await store.settle()
            let signer = try await store.outbox.auditSigner(at: t0)
            _ = try await store.outbox.growAudit(upTo: 100, by: signer, at: t0)
            let place = try BackupPlace()
            try await place.backUp(store)
            for number in 50...54 {
                try await store.add(.sample(number, id: "referral-\(number)"))
            }
            _ = try await store.outbox.growAudit(upTo: 100, by: signer, at: t0)
            let witnessed = try #require(try await store.outbox.auditHead()).note
            let new = try await TestDatabase.temporary()

            try await place.restore(into: new, under: store.keys)

            let outbox = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            _ = try await outbox.growAudit(upTo: 100, by: signer, at: later)
            let report = try await outbox.verifyAudit(
                witnessed: [witnessed],
                signer: signer,
                at: { later }
            )
            #expect(report.damages.map(\.place) == ["checkpoint 1 of a witness"])
            #expect(report.damages.first?.what.contains("The store was restored at") == true)
            try await new.close()
        }
    }

    @Test func `what was waiting or under way is uncertain, and no attempt passes for an order`()
        async throws
    {
        try await TestStore.with { store in
            for number in 0..<4 { try await store.add(.sample(number, id: "referral-\(number)")) }
            let claims = try await store.claim(upTo: 3)
            try await store.deliver(claims[0])
            _ = try await store.finish(
                claims[1],
                with: .sample(.uncertain),
                step: .reconcile(at: t0.adding(.seconds(900))),
                at: t0
            )
            let place = try BackupPlace()
            try await place.backUp(store)
            let new = try await TestDatabase.temporary()

            let report = try await place.restore(into: new, under: store.keys)

            let outbox = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            #expect(report.madeUncertain == 2)
            #expect(report.deliveries == ["uncertain": 3, "delivered": 1])
            let again = try await outbox.claim(
                upTo: 10,
                for: "northshire",
                by: "worker-2",
                order: .mostUrgent,
                at: later,
                lease: .seconds(60)
            ).claims
            #expect(again.count == 3)
            #expect(again.allSatisfy { $0.firstSentAt == t0 && !$0.isOrdered && $0.attempt == 2 })
            #expect(again.allSatisfy { $0.horizon >= later.adding(.seconds(3000)) })
            let explained = try await outbox.history(of: "referral-3").first?.deliveries.first?
                .attempts.first
            #expect(explained?.outcome == .uncertain)
            #expect(explained?.explanation?.summary.contains("may have sent it") == true)
            try await new.close()
        }
    }

    @Test func `an order to send again that may have been carried out is not carried out again`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            let claim = try await store.claimOne()
            _ = try await store.finish(
                claim,
                with: .sample(.uncertain),
                step: .park(.uncertain),
                at: t0
            )
            let horizon = later
            _ = try await store.outbox.resend(
                [claim.delivery],
                because: "They do not have it.",
                by: "officer",
                at: t0,
                horizon: { _ in horizon }
            )
            let place = try BackupPlace()
            try await place.backUp(store)
            let new = try await TestDatabase.temporary()

            try await place.restore(into: new, under: store.keys)

            let outbox = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            let again = try await outbox.claim(
                upTo: 1,
                for: "northshire",
                by: "worker-2",
                order: .mostUrgent,
                at: later,
                lease: .seconds(60)
            ).claims
            #expect(again.map(\.isOrdered) == [false])
            try await new.close()
        }
    }

    @Test func `what is interrupted cannot be worked on, and goes on by the same call`()
        async throws
    {
        try await TestStore.with { store in
            try await store.fill()
            let place = try BackupPlace()
            try await place.backUp(store)
            try await place.backUp(store, "other", at: later)
            let new = try await TestDatabase.temporary()
            await #expect(throws: BackupPlace.Interruption.self) {
                try await place.restore(
                    into: new,
                    under: store.keys,
                    interruptedAt: "delivery"
                )
            }
            let refusal = await #expect(throws: DatabaseError.self) {
                _ = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            }
            await #expect(throws: BackupError.self) {
                try await place.restore("other", into: new, under: store.keys)
            }

            let report = try await place.restore(into: new, under: store.keys)

            #expect(refusal?.message.contains("restore b.backup") == true)
            #expect(report.referrals == 6)
            _ = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            try await new.close()
        }
    }

    @Test func `a store that holds something is not written to`() async throws {
        try await TestStore.with { store in
            try await store.fill()
            let place = try BackupPlace()
            try await place.backUp(store)
            try await TestStore.with { other in
                try await other.add(.sample())

                let error = await #expect(throws: BackupError.self) {
                    try await place.restore(into: other.database, under: store.keys)
                }

                #expect(error?.kind == .badData)
                #expect(try await other.states() == [.queued])
            }
        }
    }

    @Test func `a store that was only begun under the same key is filled, under another not`()
        async throws
    {
        try await TestStore.with { store in
            try await store.fill()
            let place = try BackupPlace()
            try await place.backUp(store)
            let begun = try await TestDatabase.temporary()
            _ = try await OutboxStore(on: begun, keys: store.keys, makeID: { "id" })
            let foreign = try await TestDatabase.temporary()
            let otherKeys = DataKeys(under: try KeyEncryptionKey(newWithID: "key-2"))
            _ = try await OutboxStore(on: foreign, keys: otherKeys, makeID: { "id" })

            let report = try await place.restore(into: begun, under: store.keys)

            #expect(report.referrals == 6)
            await #expect(
                throws: BackupError.notEmpty("it is sealed under the key key-2")
            ) {
                try await place.restore(into: foreign, under: store.keys)
            }
            try await begun.close()
            try await foreign.close()
        }
    }

    @Test func `children whose key is gone are named, and all others can be read`() async throws {
        try await TestStore.with { store in
            for number in 0..<3 { try await store.add(.sample(number, id: "referral-\(number)")) }
            let place = try BackupPlace()
            try await place.backUp(store)
            let gone = try await store.database.write { connection in
                try connection.rows(
                    "UPDATE child_key SET wrapped = $1 WHERE subject = 'CHILD-1' RETURNING id",
                    [.blob(DataKeys.gone)]
                ).map { try $0.text("id") }
            }
            try await place.backUp(store, "newer", at: later)
            let new = try await TestDatabase.temporary()

            let report = try await place.restore(
                keysOf: "newer",
                into: new,
                under: store.keys
            )

            let outbox = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            #expect(report.keysMissing == gone)
            #expect(report.unreadable == 2)
            let history = try await outbox.history(of: "referral-2")
            #expect(history.first?.deliveries.first?.attempts.first?.explanation != nil)
            await #expect(throws: VaultError.erased(id: gone.first ?? "")) {
                try await outbox.database.read { connection in
                    _ = try store.keys.key(id: gone.first ?? "", on: connection)
                }
            }
            try await new.close()
        }
    }

    @Test func `a store that was changed behind the log's back is not restored`() async throws {
        try await TestStore.with { store in
            try await store.fill()
            let signer = try await store.outbox.auditSigner(at: TestStore.t0)
            _ = try await store.outbox.growAudit(upTo: 1000, by: signer, at: TestStore.t0)
            try await store.database.write { connection in
                _ = try connection.execute("UPDATE referral SET cohort = 'other'")
            }
            let place = try BackupPlace()
            try await place.backUp(store)
            let new = try await TestDatabase.temporary()

            let error = await #expect(throws: BackupError.self) {
                try await place.restore(into: new, under: store.keys)
            }

            #expect(error?.message.contains("the row was changed") == true)
            await #expect(throws: DatabaseError.self) {
                _ = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            }
            try await new.close()
        }
    }

    @Test func `a child that was erased after the backup stays erased, and may be referred anew`()
        async throws
    {
        try await TestStore.with { store in
            try await store.settle()
            let place = try BackupPlace()
            try await place.backUp(store, "before")
            let reference = try #require(
                try await store.outbox.deliveries(matching: DeliveryFilter(), limit: 1).first
            ).sourceReference
            let erasable = try #require(try await store.outbox.erasable(reference).first)
            let erased = try await store.outbox.erase(
                erasable,
                because: "Its time is over",
                messages: { _, _ in nil },
                at: later
            )
            try await place.backUp(store, "after")
            let new = try await TestDatabase.temporary()

            try await place.restore("before", keysOf: "after", into: new, under: store.keys)

            let outbox = try await OutboxStore(on: new, keys: store.keys, makeID: { "id" })
            let subject = try await new.read { connection in
                try connection.rows(
                    "SELECT subject FROM child_key WHERE id = $1",
                    [.text(erased.child)]
                ).first?.text("subject")
            }
            #expect(subject == "erased/\(erased.child)")
            #expect(try await outbox.erasures(of: reference).map(\.child) == [erased.child])
            try await new.close()
        }
    }

    @Test func `a row that was changed on the way is found`() async throws {
        try await TestStore.with { store in
            try await store.fill()
            let place = try BackupPlace()
            try await place.backUp(store)
            let new = try await TestDatabase.temporary()
            await #expect(throws: BackupPlace.Interruption.self) {
                try await place.restore(into: new, under: store.keys, interruptedAt: "resend")
            }
            try await new.write { connection in
                _ = try connection.execute("UPDATE referral SET area = 'E06000902'")
            }

            let error = await #expect(throws: BackupError.self) {
                try await place.restore(into: new, under: store.keys)
            }

            #expect(error?.message.contains("Table referral") == true)
            try await new.close()
        }
    }
}

extension TestStore {
    /// Referrals that are all settled, so that a restore changes nothing of them.
    func settle() async throws {
        try await fill()
        for claim in try await claim() { try await deliver(claim) }
    }
}
