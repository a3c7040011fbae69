package import Database
package import DatabasePostgres
import DatabaseSQLite
package import Foundation

/// The database that tests run on: SQLite, or PostgreSQL when `TEST_POSTGRES` holds the
/// URI of a server that is there for tests alone.
package enum TestDatabase {
    /// The server for tests, if they are to run on one.
    package static let server = ProcessInfo.processInfo.environment["TEST_POSTGRES"]

    /// A new empty store: a file that goes with it, or a schema of its own on the server.
    package static func temporary() async throws -> any SQLDatabase {
        guard let server else { return try await SQLiteDatabase.temporary() }
        return try await open(try await newSchema(on: server))
    }

    /// A new empty store in a file, whatever the tests run on.
    package static func file() async throws -> any SQLDatabase {
        try await SQLiteDatabase.temporary()
    }

    /// A new empty store as settings name it: a file of this name, or a schema on the server.
    package static func newPlace(file: String) async throws -> String {
        guard let server else { return "sqlite:\(file)" }
        return try await newSchema(on: server)
    }

    /// Every text and every blob of every table of a store on the server.
    package static func rows(of uri: String) async throws -> Data {
        let database = try await open(uri)
        let bytes = try await database.read { connection in
            let tables = try connection.rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
            ).map { try $0.text("table_name") }
            let values = try tables.flatMap { table in
                try connection.rows("SELECT * FROM \(table)").flatMap { $0.values(count: .max) }
            }
            // As they are: written as text, bytes would be digits in which no text is found.
            return values.reduce(into: Data()) { bytes, value in
                switch value {
                case .text(let text): bytes += Data(text.utf8) + [0]
                case .blob(let blob): bytes += blob + [0]
                case .integer, .null: break
                }
            }
        }
        try await database.close()
        return bytes
    }

    /// A new empty store on the server, as a URI.
    package static func newSchema(on server: String) async throws -> String {
        let schema = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let database = try await open(server)
        try await database.write { connection in
            _ = try connection.execute("CREATE SCHEMA \(schema)")
        }
        try await database.close()
        return server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
    }

    /// Opens a store on a server.
    package static func open(
        _ uri: String,
        settings: PostgresSettings = PostgresSettings()
    ) async throws -> PostgresDatabase {
        try await PostgresDatabase.open(
            at: try PostgresAddress(uri),
            settings: settings,
            makeID: { UUID().uuidString.lowercased() }
        )
    }
}
