import Database
import DatabaseSQLite
import Dispatch
import Foundation
import Testing

@Suite struct LogKeeperTests {
    private static let small = SQLiteSettings(logBytesKept: 64 << 10, logBytesMax: 256 << 10)
    private static let words = String(repeating: "w", count: 10_000)

    @Test func `the log stays short under steady writing`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store, settings: Self.small)
        try await database.migrate([SQLiteDatabase.notes])

        var longest = 0
        for id in 1...300 {
            try await database.addNote(id, Self.words)
            longest = max(longest, try folder.logBytes())
        }

        // A commit may pass the limit, and the log is emptied after it.
        #expect(longest < 300 << 10)
        #expect(longest > 64 << 10)
        try await database.close()
    }

    @Test func `a long read lets the log grow and its end lets it shrink`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store, settings: Self.small)
        try await database.migrate([SQLiteDatabase.notes])
        let (hasBegun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let seen = database.read { connection in
            let before = try connection.noteIDs()
            hasBegun.signal()
            mayEnd.wait()
            return (before, try connection.noteIDs())
        }
        await hasBegun.reached()

        try await database.addNote(1, String(repeating: "w", count: 300 << 10))
        // This one is answered after the writer gave up waiting for the reader.
        _ = try await database.write { _ in }
        let grown = try folder.logBytes()
        mayEnd.signal()
        let (before, after) = try await seen
        try await database.addNote(2, String(repeating: "w", count: 100 << 10))
        _ = try await database.write { _ in }

        #expect(before == [] && after == [])
        #expect(grown > 300 << 10)
        #expect(try folder.logBytes() < 256 << 10)
        #expect(try await database.noteIDs() == [1, 2])
        try await database.close()
    }

    /// Such as a backup of a large store.
    @Test func `a read that stays holds writing up ever more rarely`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store, settings: Self.small)
        try await database.migrate([SQLiteDatabase.notes])
        let (hasBegun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let seen = database.read { connection in
            let before = try connection.noteIDs()
            hasBegun.signal()
            mayEnd.wait()
            return before
        }
        await hasBegun.reached()

        for id in 1...120 { try await database.addNote(id, Self.words) }
        mayEnd.signal()

        // The log grew over its limit of 256 KiB by more than a dozen steps of 64 KiB.
        #expect(try folder.logBytes() > 1200 << 10)
        #expect(try await seen == [])
        try await database.close()
    }
}

extension StoreFolder {
    fileprivate func logBytes() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: log.path)[.size] as? Int ?? 0
    }
}
