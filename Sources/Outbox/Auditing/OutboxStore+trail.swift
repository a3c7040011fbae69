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
        // Before the operation, which runs on the database's own thread.
        let caller = Caller.current.name
        return try await database.write { connection in
            var trail = AuditTrail(by: caller, at: now, makeID: makeID)
            let result = try operation(connection, &trail)
            try trail.write(on: connection)
            return result
        }
    }
}
