import Database
import DatabaseSQLite
import DeliveryCurl
import Foundation

/// Looks at the system's libraries.
enum LibraryChecks {
    /// The library that carries requests.
    static func all() -> [Check] {
        let problems = CurlLibrary.problems
        guard problems.isEmpty else { return problems.map { .fail("libcurl", $0, .unavailable) } }
        return [.ok("libcurl", CurlLibrary.version)]
    }

    /// The library that keeps the store.
    static func sqlite() async -> Check {
        guard let version = await sqliteVersion() else {
            return .fail("SQLite", "it cannot open a store in \(temporaryFolder).", .unavailable)
        }
        guard LibraryVersion(version).hasWALResetBug else { return .ok("SQLite", version) }
        return .warn(
            "SQLite",
            "\(version), which can lose commits when several programs write one store (mended in "
                + "3.51.3). We write with one connection; let no other program open the store."
        )
    }

    /// The version of SQLite that is in use.
    static func sqliteVersion() async -> String? {
        guard let database = try? await SQLiteDatabase.temporary() else { return nil }
        let rows = try? await database.read { connection in
            try connection.rows("SELECT sqlite_version() AS version")
        }
        try? await database.close()
        return try? rows?.first?.text("version")
    }

    private static var temporaryFolder: String { FileManager.default.temporaryDirectory.path }
}
