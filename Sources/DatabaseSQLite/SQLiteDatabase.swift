package import Database
import Dispatch
package import Foundation
import GRDB

package import enum Database.DatabaseError

/// A store in one file of SQLite, for a service on one machine.
///
/// When reading or writing fails below SQLite, the database stops itself: the error goes to
/// `failures`, every later call throws `.closed`, and the process should exit.
package final class SQLiteDatabase: SQLDatabase {
    private let queue: TransactionQueue
    private let folder: TemporaryFolder?

    private init(queue: TransactionQueue, in folder: TemporaryFolder?) {
        self.queue = queue
        self.folder = folder
    }

    /// Opens a store, or creates it in an existing folder, for this process alone.
    package static func open(
        at url: URL,
        settings: SQLiteSettings = SQLiteSettings()
    ) async throws(DatabaseError) -> SQLiteDatabase {
        try await DispatchQueue.blocking { () throws(DatabaseError) in
            try open(at: url, settings: settings, in: nil)
        }
    }

    /// Opens a new store in a folder of its own, which goes when the database goes; for tests.
    package static func temporary(
        settings: SQLiteSettings = SQLiteSettings()
    ) async throws(DatabaseError) -> SQLiteDatabase {
        try await DispatchQueue.blocking { () throws(DatabaseError) in
            let folder = try TemporaryFolder()
            let url = folder.url.appending(path: "store.sqlite")
            return try open(at: url, settings: settings, in: folder)
        }
    }

    private static func open(
        at url: URL,
        settings: SQLiteSettings,
        in folder: TemporaryFolder?
    ) throws(DatabaseError) -> SQLiteDatabase {
        let store = url.resolvingSymlinksInPath()
        try StoreFile.check(store)
        let lock = try StoreLock.take(for: store)
        try StoreFile.create(store)
        let queue = TransactionQueue(
            pool: try DatabasePool.open(store, settings: settings),
            lock: lock,
            log: LogKeeper(store: store, settings: settings),
            groupMax: settings.groupMax
        )
        return SQLiteDatabase(queue: queue, in: folder)
    }

    /// What stopped the database, if anything did.
    package var failure: DatabaseError? { queue.failure }

    /// Gives what stopped the database as soon as it happens, and ends when the database closes.
    package var failures: AsyncStream<DatabaseError> { queue.failures }

    package func write<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { caller in
            queue.write(PendingTransaction(operation, for: caller))
        }
    }

    package func read<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { caller in
            queue.read(PendingTransaction(operation, for: caller))
        }
    }

    package func close() async throws(DatabaseError) {
        try await queue.close()
    }

    /// One process holds the store alone.
    package var isShared: Bool { false }

    package var now: Date { Date() }

    package func tellOthers() {}

    package func keepUp() async throws -> [String] {
        try await queue.emptyLog()
        return []
    }

    package func news(schema: Int) -> AsyncStream<SharedStoreNews> {
        AsyncStream { $0.finish() }
    }
}
