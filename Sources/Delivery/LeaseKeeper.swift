import Database
import Outbox

/// Renews the leases of everything that this worker is sending, in bulk, while it lives.
struct LeaseKeeper: Sendable {
    let outbox: OutboxStore
    let worker: String
    let lease: Duration
    let time: TimeSource

    /// Runs until cancelled; throws when the store is lost.
    func run() async throws {
        while !Task.isCancelled {
            try? await time.sleep(lease / 3)
            do {
                try await outbox.extendLeases(of: worker, by: lease, at: time.now())
            } catch let error as DatabaseError where error.isTemporary {
                // Two more rounds come before a lease ends.
            }
        }
    }
}
