import Database
import Outbox
import ServiceLifecycle

/// Finds deliveries whose worker let the lease end, and rings their lanes; parks those that nobody
/// tried again at their horizon, because their lane was held, paused or in an outage.
struct RescueDuty: Sendable {
    let outbox: OutboxStore
    let bell: Doorbell
    let every: Duration
    let time: TimeSource

    /// Runs until shutdown; throws when the store is lost.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    bell.ring(try await outbox.rescueExpired(at: time.now()))
                    if outbox.isShared {
                        bell.ring(try await outbox.rescueAbandoned(at: time.now()))
                    }
                    try await outbox.parkPastHorizon(at: time.now())
                } catch let error as DatabaseError where error.isTemporary {
                    // The next round looks again.
                }
                try? await time.sleep(every)
            }
        }
    }
}
