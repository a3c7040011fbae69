import Audit
import Database
import Foundation
import Referrals

extension OutboxStore {
    /// Runs an operation in a transaction that also holds the log's entries of what it did.
    func audited<Result: Sendable>(
        at now: Date,
        _ operation:
            @escaping @Sendable (any SQLConnection, inout AuditTrail) throws -> Result
    ) async throws -> Result {
        try await audited(trail(at: now), operation)
    }

    /// Begins a trail before its transaction, which runs on the database's own thread.
    func trail(at now: Date) -> AuditTrail {
        AuditTrail(by: Caller.current.name, at: now, makeID: makeID)
    }

    /// The same with a trail that was begun before.
    func audited<Result: Sendable>(
        _ trail: AuditTrail,
        _ operation:
            @escaping @Sendable (any SQLConnection, inout AuditTrail) throws -> Result
    ) async throws -> Result {
        try await database.write { connection in
            var trail = trail
            let result = try operation(connection, &trail)
            try trail.write(on: connection)
            return result
        }
    }
}
