import Database
import DatabaseSQLite
import Dispatch
import Testing

@Suite struct TransactionQueueTests {
    private struct Refusal: Error, Equatable {}

    @Test func `an operation that throws is undone alone within its group`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])

        let results = await database.writeTogether([
            { connection in try connection.addNote(1) },
            { connection in
                try connection.addNote(2)
                throw Refusal()
            },
            { connection in
                try connection.addNote(3)
                try connection.addNote(1)
            },
            { connection in try connection.addNote(4) },
        ])

        #expect(results.map(\.isSuccess) == [true, false, false, true])
        #expect(throws: Refusal.self) { try results[1].get() }
        #expect(throws: DatabaseError.self) { try results[2].get() }
        #expect(try await database.noteIDs() == [1, 4])
        try await database.close()
    }

    @Test func `writes that wait for a commit share the next one`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)
        try await database.migrate([SQLiteDatabase.notes])
        let before = try WriteAheadLog(at: folder.log).commits

        let writes: [@Sendable (any SQLConnection) throws -> Void] = (1...300).map { id in
            { connection in try connection.addNote(id) }
        }
        let results = await database.writeTogether(writes)

        // The write that the others waited for changed nothing; then 128 + 128 + 44.
        #expect(try WriteAheadLog(at: folder.log).commits - before == 3)
        #expect(results.map(\.isSuccess) == Array(repeating: true, count: 300))
        try await database.close()
    }

    @Test func `a thousand writes at once are all durable in fewer commits`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)
        try await database.migrate([SQLiteDatabase.notes])

        try await withThrowingTaskGroup { group in
            for id in 1...1000 {
                group.addTask { try await database.addNote(id) }
            }
            try await group.waitForAll()
        }

        #expect(try WriteAheadLog(at: folder.log).commits < 1000)
        #expect(try await database.noteIDs() == Array(1...1000))
        try await database.close()
    }

    @Test func `a write is seen by every read that begins after it`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])

        for id in 1...100 {
            try await database.addNote(id)
            #expect(try await database.noteIDs().count == id)
        }

        try await database.close()
    }

    @Test func `closing answers the writes that were taken before it`() async throws {
        let folder = try StoreFolder()
        let database = try await SQLiteDatabase.open(at: folder.store)
        try await database.migrate([SQLiteDatabase.notes])

        try await withThrowingTaskGroup { group in
            for id in 1...200 {
                group.addImmediateTask { try await database.addNote(id) }
            }
            try await database.close()
            try await group.waitForAll()
        }

        let again = try await SQLiteDatabase.open(at: folder.store)
        #expect(try await again.noteIDs().count == 200)
        try await again.close()
    }

    @Test func `closing answers the reads that were taken before it`() async throws {
        let database = try await SQLiteDatabase.temporary()
        try await database.migrate([SQLiteDatabase.notes])
        try await database.addNote(1)

        try await withThrowingTaskGroup { group in
            for _ in 1...200 {
                group.addImmediateTask { try await database.noteIDs() }
            }
            try await database.close()
            for try await ids in group { #expect(ids == [1]) }
        }
    }
}

extension SQLiteDatabase {
    /// Runs writes in one group, by keeping the writer busy until all of them wait.
    fileprivate func writeTogether(
        _ writes: [@Sendable (any SQLConnection) throws -> Void]
    ) async -> [Result<Void, any Error>] {
        let (writerIsBusy, everyoneWaits) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        return await withTaskGroup { group in
            group.addTask { () -> (Int, Result<Void, any Error>)? in
                _ = try? await self.write { _ in
                    writerIsBusy.signal()
                    everyoneWaits.wait()
                }
                return nil
            }
            await writerIsBusy.reached()
            // An immediate task runs here until its write waits for its answer.
            for (index, operation) in writes.enumerated() {
                group.addImmediateTask {
                    do {
                        return (index, .success(try await self.write(operation)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            everyoneWaits.signal()
            var results = [Result<Void, any Error>?](repeating: nil, count: writes.count)
            for await case (let index, let result)? in group { results[index] = result }
            return results.compactMap(\.self)
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { (try? get()) != nil }
}
