import Database
import DatabaseSQLite
import Testing

@Suite struct DurabilityPragmasTests {
    @Test(arguments: [
        ("synchronous", SQLValue.integer(2)), ("journal_mode", "wal"), ("foreign_keys", 1),
        ("trusted_schema", 0), ("wal_autocheckpoint", 0), ("cell_size_check", 1),
        ("secure_delete", 1), ("busy_timeout", 5000),
    ])
    func `the writer is durable although GRDB sets it otherwise`(
        pragma: String,
        expected: SQLValue
    ) async throws {
        let database = try await SQLiteDatabase.temporary()

        let column = pragma == "busy_timeout" ? "timeout" : pragma
        let value = try await database.write { connection in
            try connection.rows("PRAGMA \(pragma)").first?.value(column)
        }

        #expect(value == expected)
        try await database.close()
    }

    @Test func `the busy timeout is back at five seconds after the log was emptied`() async throws {
        let settings = SQLiteSettings(logBytesKept: 4096, logBytesMax: 4096)
        let database = try await SQLiteDatabase.temporary(settings: settings)
        try await database.migrate([SQLiteDatabase.notes])

        let timeout = try await database.write { connection in
            try connection.rows("PRAGMA busy_timeout").first?.integer("timeout")
        }

        #expect(timeout == 5000)
        try await database.close()
    }

    @Test func `a read can change nothing`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])

        await #expect(throws: DatabaseError.self) {
            try await database.read { connection in try connection.addNote(1) }
        }

        #expect(try await database.noteIDs() == [])
        try await database.close()
    }
}
