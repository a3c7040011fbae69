import Database
import DatabaseSQLite
import Foundation
import TestStores
import Testing

@Suite struct FullDiskTests {
    @Test func `a write without room is refused alone and works again when there is room`()
        async throws
    {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.allowPages(20)

        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                try connection.addNote(1)
                try connection.addNote(2, String(repeating: "w", count: 100_000))
            }
        }

        guard case .full = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(error?.isTemporary == true)
        #expect(database.failure == nil)
        #expect(try await database.noteIDs() == [])
        try await database.addNote(3)
        try await database.allowPages(1000)
        try await database.addNote(2, String(repeating: "w", count: 100_000))
        #expect(try await database.noteIDs() == [2, 3])
        try await database.close()
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a file system"))
    func `a disk that fills up loses nothing acknowledged and half-writes nothing`() async throws {
        let disk = try SmallDisk(bytes: 4 << 20)
        let ballast = disk.url.appending(path: "ballast")
        try Data(count: 1 << 20).write(to: ballast)
        let database = try await SQLiteDatabase.open(at: disk.url.appending(path: "store.sqlite"))
        try await database.migrate([SQLiteDatabase.notes])

        let words = String(repeating: "w", count: 50_000)
        var acknowledged: [Int64] = []
        var refusal: DatabaseError?
        for id in 1...200 where refusal == nil {
            do {
                try await database.addNote(id, words)
                acknowledged.append(Int64(id))
            } catch {
                refusal = error as? DatabaseError
            }
        }

        guard case .full = refusal else { return #expect(Bool(false), "\(refusal as Any)") }
        #expect(database.failure == nil)
        #expect(try await database.noteIDs() == acknowledged)
        try FileManager.default.removeItem(at: ballast)
        try await database.addNote(201, words)
        #expect(try await database.noteIDs() == acknowledged + [201])
        try await database.close()
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a file system"))
    func `a store that cannot be created for want of room says so`() async throws {
        let disk = try SmallDisk(bytes: 16 << 10)
        try? Data(count: 16 << 10).write(to: disk.url.appending(path: "ballast"))

        let message = await refusal(of: disk.url.appending(path: "store.sqlite"))

        #expect(message?.lowercased().contains("free some space") == true, "\(message as Any)")
    }
}

extension SQLiteDatabase {
    /// SQLite then reports a full disk by itself.
    fileprivate func allowPages(_ pages: Int) async throws {
        try await write { connection in
            _ = try connection.rows("PRAGMA max_page_count = \(pages)")
        }
    }
}
