import Database
import Outbox
import Testing

@Suite struct WordCheckTests {
    /// Each change fits every other check.
    @Test(
        arguments: [
            "delivery SET state = 'lost', lease_owner = NULL, lease_ends_at = NULL",
            """
            delivery SET state = 'parked', park_reason = 'lost',
                lease_owner = NULL, lease_ends_at = NULL
            """,
            "delivery SET message = 'lost'",
            "attempt SET outcome = 'lost', ended_at = 1",
        ]
    )
    func `no column takes a word that is not of its enumeration`(change: String) async throws {
        func write(_ change: String, to store: TestStore) async throws {
            _ = try await store.database.write { try $0.execute("UPDATE \(change)") }
        }
        try await TestStore.with { store in
            try await store.add(.sample())
            _ = try await store.claimOne()
            await #expect(throws: DatabaseError.self) { try await write(change, to: store) }
            let known = change.replacing("park_reason = 'lost'", with: "park_reason = 'unreadable'")
                .replacing("state = 'lost'", with: "state = 'withdrawn'")
                .replacing("message = 'lost'", with: "message = 'purge'")
                .replacing("outcome = 'lost'", with: "outcome = 'delivered'")
            try await write(known, to: store)
        }
    }

    @Test func `SQLite asks for each word by itself, and builds no table for a list`() async throws
    {
        try await TestStore.with { store in
            guard try await store.database.write({ $0.dialect == .sqlite }) else { return }
            let tables = try await store.database.read { connection in
                try connection.rows(
                    """
                    SELECT sql FROM sqlite_schema WHERE type = 'table'
                    AND name IN ('delivery', 'attempt', 'answer')
                    """
                ).map { try $0.text("sql") }
            }
            #expect(tables.count == 3)
            let long = try Regex(#"IN \([^(),]+,[^(),]+,[^()]+\)"#)
            // The word of a clock is written when somebody is told, not for each delivery.
            let listed = tables.flatMap {
                $0.matches(of: long).map { String($0.output[0].substring ?? "") }
            }
            #expect(listed.allSatisfy { $0.contains("'receipt', 'acknowledgement', 'decision'") })
        }
    }
}
