/// One connection inside a transaction, confined to the thread that runs the operation.
///
/// Parameters are numbered, `$1`, `$2`, …, so that one text serves SQLite and PostgreSQL.
package protocol SQLConnection {
    /// Which database this is, for the few statements that differ.
    var dialect: SQLDialect { get }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(
        _ statement: String,
        _ arguments: [SQLValue]
    ) throws(DatabaseError) -> Int

    /// Runs a query, or a statement with `RETURNING`, and returns its rows.
    func rows(_ query: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow]

    /// Runs a statement for each of some rows of values, all equally long, and returns how many rows
    /// it changed.
    ///
    /// The text is made for the values as they are named in it, and has no other parameters. It is run
    /// once for all rows or again for each, so it must treat each by itself.
    @discardableResult
    func execute(
        forEach values: [[SQLValue]],
        _ statement: (SQLValues) -> String
    ) throws(DatabaseError) -> Int

    /// Runs a query, or a statement with `RETURNING`, for each of some rows of values, as
    /// `execute(forEach:_:)` does, and returns all its rows.
    func rows(
        forEach values: [[SQLValue]],
        _ query: (SQLValues) -> String
    ) throws(DatabaseError) -> [SQLRow]
}

extension SQLConnection {
    /// Runs a statement without parameters.
    @discardableResult
    package func execute(_ statement: String) throws(DatabaseError) -> Int {
        try execute(statement, [])
    }

    /// Runs a query without parameters.
    package func rows(_ query: String) throws(DatabaseError) -> [SQLRow] {
        try rows(query, [])
    }
}
