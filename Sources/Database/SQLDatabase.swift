package import Foundation

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

    /// Whether other processes may work on the store at the same time.
    var isShared: Bool { get }

    /// What stopped the database for good, if anything did.
    var failure: DatabaseError? { get }

    /// Gives what stopped the database as soon as it happens, and ends when the database closes.
    var failures: AsyncStream<DatabaseError> { get }

    /// The time by which leases are kept: the same for all processes that share the store.
    var now: Date { get }

    /// Tells the other processes, soon, that something is due; a hint, which may be lost.
    func tellOthers()

    /// Clears away what the database itself leaves behind; returns what a person should see to.
    func keepUp() async throws -> [String]

    /// What is told by others while this process runs; `schema` is the newest step that it knows.
    func news(schema: Int) -> AsyncStream<SharedStoreNews>
}
