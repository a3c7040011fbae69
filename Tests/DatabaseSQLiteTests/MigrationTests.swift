import Database
import DatabaseSQLite
import Testing

@Suite struct MigrationTests {
    @Test func `migrating again changes nothing`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)

        try await database.migrate([SQLiteDatabase.notes])

        #expect(try await database.noteIDs() == [1])
        try await database.close()
    }

    @Test func `steps run in the order of their numbers`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let second = Migration(2, "a colour for notes") { _ in
            ["ALTER TABLE note ADD COLUMN colour TEXT"]
        }

        try await database.migrate([second, SQLiteDatabase.notes])

        let steps = try await database.read { connection in
            try connection.rows("SELECT number, name, applied_at FROM schema_migration")
        }
        #expect(try steps.map { step in try step.integer("number") } == [1, 2])
        #expect(try steps.map { step in try step.text("name") } == ["notes", "a colour for notes"])
        #expect(try steps.allSatisfy { step in try step.integer("applied_at") > 1_600_000_000_000 })
        try await database.close()
    }

    @Test func `a step that fails leaves the steps before it and nothing of itself`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let broken = Migration(2, "broken") { _ in
            ["CREATE TABLE half (id BIGINT)", "CREATE TABLE note (id BIGINT)"]
        }

        await #expect(throws: DatabaseError.self) {
            try await database.migrate([SQLiteDatabase.notes, broken])
        }

        let tables = try await database.read { connection in
            try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                .map { row in try row.text("name") }
        }
        #expect(tables == ["note", "schema_expansion", "schema_migration"])
        try await database.close()
    }

    @Test func `a store of a newer version is refused and not changed`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let newer = Migration(2, "from the future") { _ in ["CREATE TABLE future (id BIGINT)"] }
        try await database.migrate([SQLiteDatabase.notes, newer])

        let error = await #expect(throws: DatabaseError.self) {
            try await database.migrate([SQLiteDatabase.notes])
        }

        #expect(error?.message.contains("made by a newer version of this program") == true)
        try await database.close()
    }

    @Test func `two steps of one number are a mistake of ours`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let double = Migration(1, "another first step") { _ in ["CREATE TABLE more (id BIGINT)"] }

        await #expect(throws: DatabaseError.statement("two migrations have the number 1")) {
            try await database.migrate([SQLiteDatabase.notes, double])
        }

        try await database.close()
    }
}
