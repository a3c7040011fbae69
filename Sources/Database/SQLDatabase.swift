/// A database that runs whole transactions.
package protocol SQLDatabase: Sendable {
    /// Runs an operation in a transaction of its own; returns only after it is durable.
    ///
    /// When the operation throws, nothing of it remains, and operations that share its commit are
    /// untouched. It may be run again before it is committed, so it must have no effect but on the
    /// connection.
    func write<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs an operation that reads one consistent state and changes nothing.
    func read<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Brings the schema up to date, in order, each migration once and in its own transaction.
    func migrate(_ migrations: [Migration]) async throws

    /// Finishes what was started and releases the store.
    func close() async throws
}
