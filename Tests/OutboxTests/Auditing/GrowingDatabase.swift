import Database
import Foundation

/// A database on which work goes on: before each of its reads something is done.
struct GrowingDatabase: SQLDatabase {
    let base: any SQLDatabase
    let work: @Sendable () async throws -> Void

    var isShared: Bool { base.isShared }
    var failure: DatabaseError? { base.failure }
    var failures: AsyncStream<DatabaseError> { base.failures }
    var now: Date { base.now }

    func write<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await base.write(operation) }

    func read<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await work()
        return try await base.read(operation)
    }

    func migrate(_ migrations: [Migration]) async throws { try await base.migrate(migrations) }
    func close() async throws { try await base.close() }
    func tellOthers() { base.tellOthers() }
    func keepUp() async throws -> [String] { try await base.keepUp() }
    func news(schema: Int) -> AsyncStream<SharedStoreNews> { base.news(schema: schema) }
}
