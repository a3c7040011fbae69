import Database
import DatabaseSQLite
import Foundation
import Testing

@Suite struct StoreLockTests {
    @Test func `a second instance in the same process is refused`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)

        let error = await #expect(throws: DatabaseError.self) {
            try await SQLiteDatabase.open(at: folder.store).close()
        }

        #expect(error?.message.contains("process \(getpid()) is using it") == true)
        try await database.close()
    }

    @Test func `a second process is refused and told which process holds the store`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)

        await #expect(processExitsWith: .success) {
            [store = folder.store as URL, holder = getpid() as Int32] in
            let error = await #expect(throws: DatabaseError.self) {
                try await SQLiteDatabase.open(at: store).close()
            }
            #expect(error?.isTemporary == true)
            #expect(error?.message.contains("process \(holder) is using it") == true)
        }

        try await database.close()
    }

    @Test func `a second name for the same store is refused`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)
        let alias = folder.url.appending(path: "alias.sqlite")
        try FileManager.default.createSymbolicLink(at: alias, withDestinationURL: folder.store)

        await #expect(throws: DatabaseError.self) {
            try await SQLiteDatabase.open(at: alias).close()
        }

        try await database.close()
    }

    @Test func `a closed store can be opened again at once`() async throws {
        let folder = try StoreFolder()
        let first = try await SQLiteDatabase.open(at: folder.store)
        try await first.migrate([SQLiteDatabase.notes])
        try await first.addNote(1)
        try await first.close()

        let second = try await SQLiteDatabase.open(at: folder.store)

        #expect(try await second.noteIDs() == [1])
        await #expect(throws: DatabaseError.closed) { try await first.noteIDs() }
        await #expect(throws: DatabaseError.closed) { try await first.addNote(2) }
        try await second.close()
    }

    @Test func `closing leaves everything in the store's own file`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)
        _ = try await database.noteIDs()

        try await database.close()

        let copy = try StoreFolder()
        try FileManager.default.copyItem(at: folder.store, to: copy.store)
        let copied = try await SQLiteDatabase.open(at: copy.store)
        #expect(try await copied.noteIDs() == [1])
        try await copied.close()
    }
}
