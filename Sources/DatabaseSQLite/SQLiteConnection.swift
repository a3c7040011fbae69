import Database
import GRDB

import enum Database.DatabaseError

/// One of GRDB's connections, lent to one transaction on the connection's own thread.
final class SQLiteConnection: SQLConnection {
    private let connection: GRDB.Database
    private var lastError: DatabaseError?

    /// The failure of the storage that some statement met, also when the operation caught it.
    private(set) var storageFailure: DatabaseError?

    init(_ connection: GRDB.Database) {
        self.connection = connection
    }

    var dialect: SQLDialect { .sqlite }

    func execute(
        _ statement: String,
        _ arguments: [SQLValue]
    ) throws(DatabaseError) -> Int {
        try translated {
            let before = connection.totalChangesCount
            try connection.cachedStatement(sql: statement).execute(arguments: .init(arguments))
            // SQLite's count stays that of the last statement that could change rows.
            return connection.totalChangesCount == before ? 0 : connection.changesCount
        }
    }

    func rows(_ query: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        try translated {
            let statement = try connection.cachedStatement(sql: query)
            let columns = statement.columnNames
            let cursor = try Row.fetchCursor(statement, arguments: .init(arguments))
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                let values = try row.databaseValues.map { value in try SQLValue(value) }
                rows.append(SQLRow(columns: columns, values: values))
            }
            return rows
        }
    }

    /// Throws when the transaction cannot be committed, whatever the operation made of its errors.
    ///
    /// SQLite ends a transaction by itself after some errors, such as a full disk.
    func checkTransaction() throws(DatabaseError) {
        if let storageFailure { throw storageFailure }
        guard connection.isInsideTransaction else {
            throw lastError ?? .statement("an operation ended the transaction that it ran in")
        }
    }

    /// Undoes the transaction, if SQLite has not done so.
    func rollBack() throws(DatabaseError) {
        do {
            try connection.rollback()
        } catch {
            throw .ioFailure("a transaction could not be undone: \(DatabaseError(anything: error))")
        }
    }

    /// After a failure of storage nothing is run any more, so that it cannot be caught and lost.
    private func translated<Result>(
        _ body: () throws -> Result
    ) throws(DatabaseError) -> Result {
        if let storageFailure { throw storageFailure }
        do {
            return try body()
        } catch {
            let error = DatabaseError(anything: error)
            lastError = error
            if error.stopsTheDatabase { storageFailure = error }
            throw error
        }
    }
}
