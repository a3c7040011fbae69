import Audit
import Database
import Foundation
import TestStores
import Testing

@testable import Outbox

/// Changes every column of every table by hand, and takes away rows: each is found out.
///
/// By `audit verify`, or when the store is opened. On a file, where nothing but the file's own rules is
/// in the way.
@Suite(.enabled(if: TestDatabase.server == nil))
struct EveryColumnTests {
    /// What may be changed without being found, and why that says nothing false of a child.
    private static let exempt: [String: String] = [
        "worker": "who is at work at this moment",
        "duty": "who performs which duty at this moment",
        "schema_migration.name": "a remark",
        "schema_migration.applied_at": "a remark",
        "schema_expansion": "which programs may work beside one another",
        "delivery.lease_owner": "who sends at this moment; how long is bounded",
        "store_secret.created_at": "a secret that is made anew is found all the same",
        "audit_head.one": "the number of the only row",
        "sealing_key.one": "the number of the only row",
        "audit_checkpoint.minute": "a checkpoint is proven by its signature",
        "audit_entry.written": "the order of entries that have no place yet",
    ]

    /// Rows that say nothing any more, by the columns of which that is so.
    private static let idle: [String: String] = [
        "audit_entry.sealed": "child IN (SELECT child FROM erasure)",
        "child_key.key_encryption_key": "destroyed_at IS NOT NULL",
        "delivery_count.partner": "deliveries = 0", "delivery_count.state": "deliveries = 0",
        "delivery_count.rowid": "deliveries = 0",
    ]

    /// Moments and counts that are held against a bound; sooner than planned nothing is lost.
    private static let bounded: Set<String> = [
        "delivery.due_at", "delivery.lease_ends_at", "delivery.poll_at", "notice.due_at",
        "notice.attempts", "audit_head.at",
    ]

    /// What may go because all is read anew then.
    private static let dispensable: Set<String> = ["delivery.poll_tag"]

    /// Tables of which rows may go, and why nothing is lost by it.
    private static let expendable: [String: String] = [
        "audit_checkpoint": "the newest is in the head too, and partners have others",
        "sealing_key": "the store is bound anew to the key at hand",
    ]

    private static let rowsMax = 2

    @Test func `every change of every column is found`() async throws {
        try await TestStore.with(try await TestDatabase.file()) { store in
            _ = try await store.beBusy()
            try await disarm(store)
            #expect(try await isFound(store) == false)
            var unseen: [String] = []
            var changes = 0

            for table in try await tables(store) where Self.exempt[table] == nil {
                for column in try await columns(of: table, store) {
                    let place = "\(table).\(column)"
                    guard Self.exempt[place] == nil else { continue }
                    let values = try await values(of: column, in: table, store)
                    for (row, old) in values {
                        for new in candidates(for: old, in: place, others: values.map(\.value)) {
                            guard try await set(column, of: table, row, to: new, store) else {
                                continue
                            }
                            changes += 1
                            if try await !isFound(store) {
                                unseen.append("\(place): \(old) became \(new)")
                            }
                            let isBack = try await change(
                                // Opening the store may have made anew what was missing.
                                "UPDATE OR REPLACE \(table) SET \(column) = $1 WHERE rowid = $2",
                                [old, .integer(row)],
                                store
                            )
                            #expect(isBack)
                        }
                    }
                }
            }

            #expect(unseen == [])
            #expect(changes > 500)
            #expect(try await isFound(store) == false)
        }
    }

    @Test func `every row that is taken away is found`() async throws {
        try await TestStore.with(try await TestDatabase.file()) { store in
            _ = try await store.beBusy()
            try await disarm(store)
            var unseen: [String] = []
            var removals = 0

            for table in try await tables(store)
            where Self.exempt[table] == nil && Self.expendable[table] == nil {
                let columns = try await columns(of: table, store)
                for (row, _) in try await values(of: "rowid", in: table, store) {
                    let kept = try await store.database.read { connection in
                        try connection.rows(
                            "SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE rowid = $1",
                            [.integer(row)]
                        ).first?.values(count: columns.count)
                    }
                    guard let kept, try await remove(row, of: table, store) else { continue }
                    removals += 1
                    if try await !isFound(store) { unseen.append("\(table): \(Array(kept))") }
                    try await store.database.write { connection in
                        _ = try connection.execute(
                            """
                            INSERT OR REPLACE INTO \(table) (rowid, \(columns.joined(separator: ", ")))
                            VALUES ($\(columns.count + 1), \(columns.indices.map { "$\($0 + 1)" }
                                .joined(separator: ", ")))
                            """,
                            Array(kept) + [.integer(row)]
                        )
                    }
                }
            }

            #expect(unseen == [])
            #expect(removals > 25)
            #expect(try await isFound(store) == false)
        }
    }

    private func isFound(_ store: TestStore) async throws -> Bool {
        do {
            let outbox = try await OutboxStore(on: store.database, keys: store.keys) { "id" }
            let signer = try await outbox.auditSigner(at: TestStore.t0)
            return try await !store.outbox.verifyAudit(
                witnessed: [],
                signer: signer,
                at: { TestStore.t0.addingTimeInterval(30) }
            ).isSound
        } catch { return true }
    }

    /// Takes away what keeps honest programs from changing what is never changed, and what counts.
    private func disarm(_ store: TestStore) async throws {
        try await store.database.write { connection in
            for row in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            {
                _ = try connection.execute("DROP TRIGGER \(try row.text("name"))")
            }
        }
    }

    private func tables(_ store: TestStore) async throws -> [String] {
        try await store.database.read { connection in
            try connection.rows(
                """
                SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                ORDER BY name
                """
            ).map { try $0.text("name") }
        }
    }

    private func columns(of table: String, _ store: TestStore) async throws -> [String] {
        try await store.database.read { connection in
            try connection.rows("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
                .map { try $0.text("name") }
        }
    }

    /// The values of some rows: those of each kind first.
    private func values(
        of column: String,
        in table: String,
        _ store: TestStore
    ) async throws -> [(row: Int64, value: SQLValue)] {
        try await store.database.read { connection in
            try connection.rows(
                """
                SELECT min(rowid) AS row, \(column) AS value FROM \(table)
                WHERE NOT (\(Self.idle["\(table).\(column)"] ?? "false"))
                GROUP BY \(column) IS NULL, rowid % \(Self.rowsMax) ORDER BY 1
                """
            ).map { (try $0.integer("row"), try $0.value("value")) }
        }
    }

    /// Other values for a value: near ones, those of other rows, and none.
    private func candidates(
        for old: SQLValue,
        in place: String,
        others: [SQLValue]
    ) -> [SQLValue] {
        var changed: [SQLValue] = []
        switch old {
        case .null: changed = [.integer(5), .text("x")]
        case .integer(let value):
            if Self.bounded.contains(place) { return [.integer(value + Self.longTime), .null] }
            changed = [.integer(value + 1), .integer(max(0, value - 1))]
        case .text(let text): changed = [.text(text + "x"), .text(String(text.dropLast()))]
        case .blob(let blob):
            changed = [0, blob.count / 2, blob.count - 1].map { .blob(blob.flipped(at: $0)) }
        }
        changed += [.null] + others.prefix(2)
        return changed.filter { $0 != old && ($0 != .null || !Self.dispensable.contains(place)) }
    }

    /// More than a year.
    private static let longTime: Int64 = 34_560_000_000

    /// Changes a value, unless the database itself refuses it.
    private func set(
        _ column: String,
        of table: String,
        _ row: Int64,
        to value: SQLValue,
        _ store: TestStore
    ) async throws -> Bool {
        try await change(
            "UPDATE \(table) SET \(column) = $1 WHERE rowid = $2",
            [value, .integer(row)],
            store
        )
    }

    private func remove(_ row: Int64, of table: String, _ store: TestStore) async throws -> Bool {
        try await change("DELETE FROM \(table) WHERE rowid = $1", [.integer(row)], store)
    }

    private func change(
        _ statement: String,
        _ arguments: [SQLValue],
        _ store: TestStore
    ) async throws -> Bool {
        do {
            return try await store.database.write { connection in
                try connection.execute(statement, arguments) == 1
            }
        } catch DatabaseError.constraint { return false }
    }
}

extension Data {
    /// The same with one bit changed.
    fileprivate func flipped(at offset: Int) -> Data {
        var changed = self
        changed[startIndex + offset] ^= 1
        return changed
    }
}
