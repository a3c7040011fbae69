import CProcess
import Foundation

/// Threads for work that may wait for a contract's program.
///
/// A program that goes wild must not take the few threads that serve everybody else.
package enum SlowLane {
    /// How much is done at the same time.
    static let width = max(2, ProcessInfo.processInfo.activeProcessorCount)

    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "contracts"
        queue.maxConcurrentOperationCount = width
        return queue
    }()

    /// Does some work there and returns what it gives.
    package static func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            queue.addOperation {
                continuation.resume(returning: work())
                referral_process_wipe_stack()
            }
        }
    }
}
