import CSQLite
import Foundation
import GRDB

import enum Database.DatabaseError

extension DatabasePool {
    private static let countsNoMemory: Void = referral_sqlite_count_no_memory()

    /// Opens one writer and a few readers on a store, set to be durable.
    static func open(
        _ store: URL,
        settings: SQLiteSettings
    ) throws(DatabaseError) -> DatabasePool {
        countsNoMemory
        do {
            var configuration = Configuration()
            configuration.label = "store"
            configuration.maximumReaderCount = settings.readersMax
            configuration.busyMode = .timeout(5)
            // A transaction that cannot be undone stops the database, not the process.
            configuration.allowsUnsafeTransactions = true
            configuration.prepareDatabase { connection in
                try DurabilityPragmas.prepare(connection)
            }
            let pool = try DatabasePool(path: store.path, configuration: configuration)
            try pool.writeWithoutTransaction { connection in
                try DurabilityPragmas.prepareWriter(connection)
            }
            return pool
        } catch let error as GRDB.DatabaseError {
            throw .opening(store.path, error)
        } catch {
            throw DatabaseError(anything: error)
        }
    }
}

extension DatabaseError {
    fileprivate static func opening(_ path: String, _ error: GRDB.DatabaseError) -> DatabaseError {
        switch error.resultCode {
        case .SQLITE_NOTADB: .notADatabase(path)
        case .SQLITE_FULL:
            .cannotOpen(
                "The store \(path) cannot be opened: its file system is full. Free some space."
            )
        default: DatabaseError(error)
        }
    }
}
