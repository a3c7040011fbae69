import Database
import DatabaseSQLite

/// A table of notes, for tests that need something to write.
extension SQLiteDatabase {
    static let notes = Migration(1, "notes") { dialect in
        [
            """
            CREATE TABLE note (
                id BIGINT PRIMARY KEY,
                words TEXT NOT NULL CHECK (length(words) > 0),
                picture \(dialect.blobType)
            )
            """
        ]
    }

    func addNote(_ id: Int, _ words: String = "hello") async throws {
        try await write { connection in try connection.addNote(id, words) }
    }

    func noteIDs() async throws -> [Int64] {
        try await read { connection in try connection.noteIDs() }
    }
}

extension SQLConnection {
    func addNote(_ id: Int, _ words: String = "hello") throws {
        try execute(
            "INSERT INTO note (id, words) VALUES ($1, $2)",
            [.integer(id), .text(words)]
        )
    }

    func noteIDs() throws -> [Int64] {
        try rows("SELECT id FROM note ORDER BY id").map { row in try row.integer("id") }
    }
}
