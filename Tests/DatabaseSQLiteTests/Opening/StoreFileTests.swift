import Database
import DatabaseSQLite
import Foundation
import Testing

@Suite struct StoreFileTests {
    @Test func `a new store and its companions are for their owner only`() async throws {
        let folder = try StoreFolder()

        let database = try await SQLiteDatabase.open(at: folder.store)

        for file in [folder.store, folder.log, folder.lock] {
            #expect(try folder.permissions(of: file) == 0o600, "\(file.lastPathComponent)")
        }
        try await database.close()
    }

    @Test func `a store that others may read is closed to them`() async throws {
        let folder = try StoreFolder()
        try await SQLiteDatabase.open(at: folder.store).close()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: folder.store.path
        )

        let database = try await SQLiteDatabase.open(at: folder.store)

        #expect(try folder.permissions(of: folder.store) == 0o600)
        try await database.close()
    }

    @Test func `a missing folder is named with the command that makes it`() async throws {
        let folder = try StoreFolder()
        let store = folder.url.appending(path: "missing/store.sqlite")

        let message = await refusal(of: store)

        #expect(message?.contains("mkdir -p -m 700 \(folder.url.path)/missing") == true)
    }

    @Test func `a file that is no database is left alone`() async throws {
        let folder = try StoreFolder()
        try Data("a shopping list, longer than a header".utf8).write(to: folder.store)

        let message = await refusal(of: folder.store)

        #expect(message?.contains("is not a database. Choose another path") == true)
        #expect(try Data(contentsOf: folder.store).count == 37)
    }

    @Test func `a store of another user is refused`() async throws {
        let folder = try StoreFolder()
        var store = URL(filePath: "/etc/passwd")
        if geteuid() == 0 {
            store = folder.store
            try Data().write(to: store)
            try FileManager.default.setAttributes(
                [.ownerAccountID: 65534],
                ofItemAtPath: store.path
            )
        }

        let message = await refusal(of: store)

        #expect(message?.contains("Run it as the store's owner.") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.lock.path))
    }

    @Test func `a folder that may not be written to is named with what to do`() async throws {
        let folder = try StoreFolder()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o555],
            ofItemAtPath: folder.url.path
        )

        await #expect(processExitsWith: .success) { [store = folder.store as URL] in
            // Root may write everywhere.
            if geteuid() == 0 { try #require(setuid(65534) == 0) }
            let message = await refusal(of: store)
            #expect(message?.contains("Give this user the right to write to the folder") == true)
        }
    }
}

/// What the operator reads when a store cannot be opened, or nil when it can be.
func refusal(of store: URL) async -> String? {
    do throws(DatabaseError) {
        try await SQLiteDatabase.open(at: store).close()
        return nil
    } catch {
        guard case .cannotOpen = error else { return nil }
        return error.message
    }
}
