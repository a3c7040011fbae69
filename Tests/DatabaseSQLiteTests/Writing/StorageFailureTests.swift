import Database
import DatabaseSQLite
import Foundation
import Testing

@Suite struct StorageFailureTests {
    @Test func `a failure of writing stops the database and loses nothing acknowledged`()
        async throws
    {
        let folder = try StoreFolder()

        await #expect(processExitsWith: .success) { [store = folder.store as URL] in
            let database = try await SQLiteDatabase.open(at: store)
            try await database.migrate([SQLiteDatabase.notes])
            try await database.addNote(1)
            try Limits.allowFilesUpTo(bytes: 200_000)

            let big = String(repeating: "w", count: 300_000)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.addNote(2, big)
            }

            guard case .ioFailure = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(database.failure == error)
            await #expect(throws: DatabaseError.closed) { try await database.addNote(3) }
            await #expect(throws: DatabaseError.closed) { try await database.noteIDs() }
            for await failure in database.failures { #expect(failure == error) }
            try await database.close()
        }

        let database = try await SQLiteDatabase.open(at: folder.store)
        #expect(try await database.noteIDs() == [1])
        try await database.close()
    }

    @Test func `a failure that an operation catches stops the database all the same`() async throws
    {
        let folder = try StoreFolder()

        await #expect(processExitsWith: .success) { [store = folder.store as URL] in
            let settings = SQLiteSettings(logBytesKept: 1 << 30)
            let database = try await SQLiteDatabase.open(at: store, settings: settings)
            try await database.migrate([SQLiteDatabase.notes])
            try Limits.allowFilesUpTo(bytes: 200_000)

            // More than SQLite's page cache holds, so that it writes before the commit.
            let big = String(repeating: "w", count: 8 << 20)
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try? connection.addNote(2, big)
                    try? connection.addNote(3)
                }
            }

            #expect(database.failure != nil)
        }

        let database = try await SQLiteDatabase.open(at: folder.store)
        #expect(try await database.noteIDs() == [])
        try await database.close()
    }

    @Test func `a damaged store stops the database on reading`() async throws {
        let folder = try StoreFolder()
        let first = try await SQLiteDatabase.open(at: folder.store)
        try await first.migrate([SQLiteDatabase.notes])
        for id in 1...50 { try await first.addNote(id, String(repeating: "w", count: 900)) }
        try await first.close()
        let file = try FileHandle(forUpdating: folder.store)
        try file.seek(toOffset: 3 * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 8))
        try file.close()

        await #expect(processExitsWith: .success) { [store = folder.store as URL] in
            let database = try await SQLiteDatabase.open(at: store)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { connection in
                    _ = try connection.rows("SELECT sum(length(words)) FROM note")
                }
            }
            guard case .corrupt = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(database.failure == error)
            await #expect(throws: DatabaseError.closed) { try await database.addNote(51) }
        }
    }

    @Test func `a closed database tells of no failure`() async throws {
        let database = try await SQLiteDatabase.temporary()

        try await database.close()

        for await failure in database.failures { #expect(Bool(false), "\(failure)") }
        #expect(database.failure == nil)
    }
}

/// Limits of the process, for tests in a process of their own.
private enum Limits {
    /// Longer writes fail with EFBIG, which SQLite reports as an I/O error.
    static func allowFilesUpTo(bytes: UInt) throws {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }
}
