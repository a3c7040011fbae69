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
            // GRDB is to know of transactions and changed tables, whose statements have no values.
            guard !arguments.isEmpty else {
                return try counted { try connection.cachedStatement(sql: statement).execute() }
            }
            let statement = try CachedStatement(statement, on: connection)
            return try counted { _ = try statement.rows(with: arguments) }
        }
    }

    func rows(_ query: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        try translated { try CachedStatement(query, on: connection).rows(with: arguments) }
    }

    func execute(
        forEach values: [[SQLValue]],
        _ statement: (SQLValues) -> String
    ) throws(DatabaseError) -> Int {
        try translated {
            guard let statement = try single(statement, values) else { return 0 }
            return try values.reduce(0) { sum, row in
                sum + (try counted { _ = try statement.rows(with: row) })
            }
        }
    }

    func rows(
        forEach values: [[SQLValue]],
        _ query: (SQLValues) -> String
    ) throws(DatabaseError) -> [SQLRow] {
        try translated {
            guard let statement = try single(query, values) else { return [] }
            return try values.flatMap { try statement.rows(with: $0) }
        }
    }

    /// The statement for one row: its text is the same however many there are, so it is prepared once.
    private func single(
        _ text: (SQLValues) -> String,
        _ values: [[SQLValue]]
    ) throws -> CachedStatement? {
        guard let row = values.first else { return nil }
        return try CachedStatement(text(SQLValues(single: row)), on: connection)
    }

    /// How many rows a statement changes; SQLite's count stays that of the last that could change any.
    private func counted(_ statement: () throws -> Void) throws -> Int {
        let before = connection.totalChangesCount
        try statement()
        return connection.totalChangesCount == before ? 0 : connection.changesCount
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
