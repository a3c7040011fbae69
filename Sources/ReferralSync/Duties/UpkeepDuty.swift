import Database
import Foundation
import Logging
import Outbox
import ServiceLifecycle

/// Clears away what a shared store leaves behind, and tells what keeps it from doing so.
struct UpkeepDuty: Service {
    private static let every: Duration = .seconds(5)

    let store: OpenStore
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var known: Set<String> = []
            while !Task.isCancelled {
                do {
                    try await store.outbox.addUpCounts()
                    try await store.outbox.forgetWorkers(at: store.time.now())
                    let complaints = Set(try await store.database.keepUp())
                    for complaint in complaints.subtracting(known).sorted() {
                        logger.warning("store upkeep", metadata: ["reason": "\(complaint)"])
                    }
                    known = complaints
                } catch let error as DatabaseError {
                    logger.error("store upkeep failed", metadata: ["reason": "\(error.message)"])
                }
                try? await store.time.sleep(Self.every)
            }
        }
    }
}
