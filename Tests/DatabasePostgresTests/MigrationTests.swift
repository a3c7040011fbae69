import Database
import DatabasePostgres
import TestStores
import Testing

@Suite(.onServer) struct MigrationTests {
    private let colour = Migration(2, "a colour for notes", .expansion) { _ in
        ["ALTER TABLE note ADD COLUMN colour TEXT"]
    }
    private let noWords = Migration(3, "notes without words", .contraction) { _ in
        ["ALTER TABLE note DROP COLUMN words"]
    }

    @Test func `programs that start together migrate once`() async throws {
        let uri = try await TestDatabase.newSchema(on: try #require(TestDatabase.server))

        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask {
                    let database = try await TestDatabase.open(uri)
                    try await database.migrate([notes, colour])
                    try await database.close()
                }
            }
            try await group.waitForAll()
        }

        let database = try await TestDatabase.open(uri)
        let steps = try await database.read { connection in
            try connection.rows("SELECT number FROM schema_migration ORDER BY number")
                .map { try $0.integer("number") }
        }
        #expect(steps == [1, 2])
        try await database.close()
    }

    @Test func `two versions work together while the schema only grows`() async throws {
        try await withNotes { old, uri in
            let new = try await TestDatabase.open(uri)
            try await new.migrate([notes, colour])

            try await old.addNote(1)
            try await new.write { connection in
                _ = try connection.execute("INSERT INTO note (id, colour) VALUES (2, 'red')")
            }
            // An old program that starts now, such as after a crash.
            let restarted = try await TestDatabase.open(uri)
            try await restarted.migrate([notes])
            try await restarted.addNote(3)

            #expect(try await old.noteIDs() == [1, 2, 3])
            try await new.close()
            try await restarted.close()
        }
    }

    @Test func `what older programs use is taken away only when none is at work`() async throws {
        try await withNotes { old, uri in
            let atWork = Task {
                for await news in old.news(schema: 1) where news == .connected { return true }
                return false
            }
            #expect(await atWork.value)
            let listening = Task { for await _ in old.news(schema: 1) {} }
            let new = try await TestDatabase.open(uri)
            // The first listener's session may still be ending; another is at work anyway.
            try await waitForListener(on: new)

            let refused = await #expect(throws: DatabaseError.self) {
                try await new.migrate([notes, colour, noWords])
            }
            listening.cancel()
            try await old.close()
            try await waitForNoListener(on: new)
            try await new.migrate([notes, colour, noWords])

            #expect(refused?.message.contains("Stop every one of them") == true)
            // And an old program that starts now is told.
            let late = try await TestDatabase.open(uri)
            let told = await #expect(throws: DatabaseError.self) { try await late.migrate([notes]) }
            #expect(told?.message.contains("made by a newer version") == true)
            try await late.close()
            try await new.close()
        }
    }

    @Test func `a role that may not change the schema uses one that is up to date`() async throws {
        try await withNotes { owner, uri in
            try await owner.write { connection in
                try connection.execute(
                    "DO $$ BEGIN CREATE ROLE test_worker LOGIN; EXCEPTION WHEN others THEN END $$"
                )
                let schema = try #require(
                    try connection.rows("SELECT current_schema() AS name").first?.text("name")
                )
                try connection.execute("GRANT USAGE ON SCHEMA \(schema) TO test_worker")
                _ = try connection.execute(
                    "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA \(schema) TO test_worker"
                )
            }
            let worker = try await TestDatabase.open(
                uri.replacing("postgres@", with: "test_worker@")
            )

            try await worker.migrate([notes])
            try await worker.addNote(1)
            let refused = await #expect(throws: DatabaseError.self) {
                try await worker.migrate([notes, colour])
            }

            #expect(refused?.message.contains("store migrate") == true)
            #expect(try await owner.noteIDs() == [1])
            try await worker.close()
        }
    }

    private static let listeners = """
        SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND objid = 1
        AND classid = CAST(CAST(hashtext('referral-sync programs ' || current_schema()) AS BIGINT)
            & 4294967295 AS OID)
        """

    private func waitForListener(on database: PostgresDatabase) async throws {
        while try await number(of: database) == 0 { await Task.yield() }
    }

    private func waitForNoListener(on database: PostgresDatabase) async throws {
        while try await number(of: database) > 0 { await Task.yield() }
    }

    private func number(of database: PostgresDatabase) async throws -> Int64 {
        try await database.read { connection in
            try connection.rows(Self.listeners).first?.integer("number") ?? 0
        }
    }
}
