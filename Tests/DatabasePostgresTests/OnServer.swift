import Database
import DatabasePostgres
import Foundation
import TestStores
import Testing

extension Trait where Self == ConditionTrait {
    /// Runs a test only where there is a PostgreSQL server for tests.
    static var onServer: Self {
        .enabled(
            if: TestDatabase.server != nil,
            "TEST_POSTGRES names no server; deploy/test.sh starts one"
        )
    }
}

/// A store with a table of notes.
func withNotes(
    settings: PostgresSettings = PostgresSettings(),
    _ test: (PostgresDatabase, _ uri: String) async throws -> Void
) async throws {
    let uri = try await TestDatabase.newSchema(on: try #require(TestDatabase.server))
    let database = try await TestDatabase.open(uri, settings: settings)
    try await database.migrate([notes])
    try await test(database, uri)
    try await database.close()
}

let notes = Migration(1, "notes") { dialect in
    [
        """
        CREATE TABLE note (
            id BIGINT NOT NULL,
            words \(dialect.textType) CHECK (length(words) > 0),
            picture \(dialect.blobType)
        )
        """
    ]
}

extension SQLDatabase {
    func addNote(_ id: Int, _ words: String = "hello") async throws {
        try await write { connection in
            _ = try connection.execute(
                "INSERT INTO note (id, words) VALUES ($1, $2)",
                [.integer(id), .text(words)]
            )
        }
    }

    func noteIDs() async throws -> [Int64] {
        try await read { connection in
            try connection.rows("SELECT id FROM note ORDER BY id").map { try $0.integer("id") }
        }
    }
}
