import Database
import DatabaseSQLite
import Foundation
import Testing

@Suite struct CrashTests {
    @Test(arguments: [1, 50, 700])
    func `everything acknowledged before a kill is there afterwards, whole`(
        acknowledgedMin: Int
    ) async throws {
        let folder = try StoreFolder()
        let diary = folder.url.appending(path: "acknowledged")

        await #expect(processExitsWith: .signal(SIGKILL)) {
            [
                store = folder.store as URL, diary = diary as URL,
                acknowledgedMin = acknowledgedMin as Int
            ] in
            let database = try await SQLiteDatabase.open(at: store)
            try await database.migrate([Pairs.schema])
            try await Pairs.write(to: database, untilKilledAfter: acknowledgedMin, diary: diary)
        }

        let acknowledged = try Pairs.read(diary)
        let database = try await SQLiteDatabase.open(at: folder.store)
        let (first, second, check) = try await Pairs.read(database)
        #expect(acknowledged.count >= acknowledgedMin)
        #expect(acknowledged.subtracting(first).isEmpty)
        #expect(first == second)
        #expect(check == "ok")
        try await database.close()
    }
}

/// Writes that are whole only when both of their rows are there.
private enum Pairs {
    static let schema = Migration(1, "pairs") { _ in
        [
            "CREATE TABLE first (id BIGINT PRIMARY KEY, words TEXT NOT NULL)",
            "CREATE TABLE second (id BIGINT PRIMARY KEY REFERENCES first (id))",
        ]
    }

    /// Eight tasks write without end; the diary's reader would be a partner who was told.
    static func write(
        to database: SQLiteDatabase,
        untilKilledAfter acknowledgedMin: Int,
        diary url: URL
    ) async throws {
        let diary = try Diary(url)
        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for id in stride(from: task, to: 1_000_000, by: 8) {
                        try await database.write { connection in
                            try connection.execute(
                                "INSERT INTO first (id, words) VALUES ($1, $2)",
                                [.integer(id), .text(String(repeating: "w", count: 900))]
                            )
                            try connection.execute(
                                "INSERT INTO second (id) VALUES ($1)",
                                [.integer(id)]
                            )
                        }
                        if try await diary.add(id) >= acknowledgedMin { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    static func read(_ diary: URL) throws -> Set<Int64> {
        let lines = try String(contentsOf: diary, encoding: .utf8).split(separator: "\n")
        return Set(lines.compactMap { line in Int64(line) })
    }

    static func read(_ database: SQLiteDatabase) async throws -> (Set<Int64>, Set<Int64>, String?) {
        try await database.read { connection in
            let first = try connection.rows("SELECT id FROM first").map { try $0.integer("id") }
            let second = try connection.rows("SELECT id FROM second").map { try $0.integer("id") }
            let check = try connection.rows("PRAGMA integrity_check").first
            return (Set(first), Set(second), try check?.text("integrity_check"))
        }
    }
}

/// A list on disk of the writes that were acknowledged.
private actor Diary {
    private let file: FileHandle
    private var count = 0

    init(_ url: URL) throws {
        try Data().write(to: url)
        file = try FileHandle(forWritingTo: url)
    }

    func add(_ id: Int) throws -> Int {
        try file.write(contentsOf: Data("\(id)\n".utf8))
        count += 1
        return count
    }
}
