import Database
import DatabaseSQLite
import Foundation
import Testing

@Suite struct SQLiteConnectionTests {
    @Test func `every kind of value comes back as it was bound`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let values: [SQLValue] = [
            nil, 0, .integer(.min), .integer(.max), "", "Zoë 🧒", "a\0b", .blob(Data()),
            .blob(Data([0, 255])),
        ]

        let found = try await database.read { connection in
            try values.map { value in
                try connection.rows("SELECT $1 AS value", [value]).first?.value("value")
            }
        }

        #expect(found == values)
        try await database.close()
    }

    @Test func `parameters may be repeated and appear in any order`() async throws {
        let database = try await SQLiteDatabase.temporary()

        let row = try await database.read { connection in
            try connection.rows("SELECT $2 AS b, $1 AS a, $2 AS again", ["first", "second"]).first
        }

        #expect(try row?.text("a") == "first")
        #expect(try row?.text("b") == "second")
        #expect(try row?.text("again") == "second")
        try await database.close()
    }

    @Test func `an eleventh parameter is not taken for the first`() async throws {
        let database = try await SQLiteDatabase.temporary()
        let values = (1...11).map { number in SQLValue.integer(number) }

        let row = try await database.read { connection in
            try connection.rows(
                "SELECT $11 AS last, $1 AS first, $2+$3+$4+$5+$6+$7+$8+$9+$10",
                values
            )
            .first
        }

        #expect(try row?.integer("last") == 11)
        #expect(try row?.integer("first") == 1)
        try await database.close()
    }

    @Test func `a statement for many rows treats each by itself and counts what all changed`()
        async throws
    {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        let rows: [[SQLValue]] = [[1, "one"], [2, "two"], [2, "again"], [3, "three"]]

        let (added, changed) = try await database.write { connection in
            (
                try connection.execute(forEach: rows) { given in
                    "INSERT INTO note (id, words) VALUES \(given.list) ON CONFLICT DO NOTHING"
                },
                try connection.rows(forEach: [[3, "x"], [4, "y"], [1, "z"]]) { given in
                    """
                    UPDATE note SET words = \(given[2]) \(given.from) WHERE id = \(given[1])
                    RETURNING id
                    """
                }
            )
        }
        let found = try await database.read { connection in
            try connection.rows(forEach: [[1], [2], [3]]) { given in
                "SELECT words FROM note\(given.beside) WHERE id = \(given[1])"
            }
        }

        #expect(added == 3)
        #expect(try changed.map { try $0.integer("id") } == [3, 1])
        #expect(try found.map { try $0.text("words") } == ["z", "two", "x"])
        try await database.close()
    }

    @Test func `executing counts the rows changed by this statement alone`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)
        try await database.addNote(2)

        let counts = try await database.write { connection in
            [
                try connection.execute("UPDATE note SET words = 'x'"),
                try connection.execute("UPDATE note SET words = 'y' WHERE id = 3"),
                try connection.execute("CREATE TABLE other (id BIGINT)"),
                try connection.execute("DELETE FROM note WHERE id = $1", [1]),
            ]
        }

        #expect(counts == [2, 0, 0, 1])
        try await database.close()
    }

    @Test func `a statement with RETURNING gives the rows that it changed`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])

        let rows = try await database.write { connection in
            try connection.rows(
                "INSERT INTO note (id, words) VALUES (1, 'a'), (2, 'b') RETURNING id"
            )
        }

        #expect(try rows.map { row in try row.integer("id") } == [1, 2])
        #expect(try await database.noteIDs() == [1, 2])
        try await database.close()
    }

    @Test func `a missing argument is a wrong statement`() async throws {
        let database = try await SQLiteDatabase.temporary()

        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { connection in
                _ = try connection.rows("SELECT $1, $2", ["only one"])
            }
        }

        guard case .statement = error else { return #expect(Bool(false), "\(error as Any)") }
        try await database.close()
    }

    @Test(arguments: [
        "INSERT INTO note (id, words) VALUES (1, $1)",
        "INSERT INTO note (id, words, picture) VALUES (2, NULL, $1)",
        "INSERT INTO note (id, words) VALUES (3, substr($1, 1, 0))",
        "INSERT INTO note (id, words) VALUES (4, $1, $2)",
        "SELECT $1 FROM nowhere",
        "SELECT json_extract($1, '$.a')",
        "SELECT $1, $2",
    ])
    func `an error never holds a bound value`(statement: String) async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)
        let secret = "Jolanta Testowa"

        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                try connection.execute(statement, [.text(secret)])
            }
        }

        #expect(error?.message.contains("Testowa") == false)
        #expect(String(reflecting: error).contains("Testowa") == false)
        try await database.close()
    }

    @Test func `a refused change says which rule refused it`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)

        let error = await #expect(throws: DatabaseError.self) { try await database.addNote(1) }

        #expect(error == .constraint("UNIQUE constraint failed: note.id (1555)"))
        try await database.close()
    }
}
