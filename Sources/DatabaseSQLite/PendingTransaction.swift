import Database

/// A read or a write that waits for its turn, while its caller is suspended.
struct PendingTransaction: Sendable {
    /// Tells the caller how it ended.
    typealias Reply = @Sendable () -> Void

    /// Runs the operation and returns the reply to give, for a write once it is durable.
    let run: @Sendable (any SQLConnection) throws -> Reply

    /// Tells the caller that it failed and that nothing of it remains.
    let fail: @Sendable (any Error) -> Void

    init<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result,
        for caller: CheckedContinuation<Result, any Error>
    ) {
        run = { connection in
            let result = try operation(connection)
            return { caller.resume(returning: result) }
        }
        fail = { error in caller.resume(throwing: error) }
    }
}
