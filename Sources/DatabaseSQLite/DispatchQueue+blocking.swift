import Dispatch

extension DispatchQueue {
    /// Runs work that waits for the disk on a thread of its own, off the task pool.
    static func blocking<Success: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Success
    ) async throws(Failure) -> Success {
        try await withCheckedContinuation { caller in
            // The global queue has few threads and adds one a second when they are blocked.
            DispatchQueue(label: "store").async {
                caller.resume(returning: Result { () throws(Failure) in try work() })
            }
        }.get()
    }
}
