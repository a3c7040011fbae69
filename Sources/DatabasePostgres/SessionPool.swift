import Database
import Dispatch
import Foundation
import Synchronization

/// The sessions of one process: as many as are needed at once, up to a limit.
final class SessionPool: Sendable {
    /// A session with the one thread that may use it.
    final class Lane: Sendable {
        fileprivate let queue: DispatchQueue
        fileprivate let session: Mutex<PostgresSession?>

        fileprivate init() {
            queue = DispatchQueue(label: "store")
            session = Mutex(nil)
        }

        /// Runs work that waits for the server on the session's own thread.
        func run<Success: Sendable>(
            _ work: @escaping @Sendable (inout PostgresSession?) -> Success
        ) async -> Success {
            await withCheckedContinuation { caller in
                queue.async { caller.resume(returning: self.session.withLock { work(&$0) }) }
            }
        }
    }

    private struct State {
        var idle: [Lane] = []
        var lent = 0
        var waiting: [CheckedContinuation<Lane?, Never>] = []
        var isClosed = false
    }

    private let max: Int
    private let state = Mutex(State())

    init(max: Int) {
        self.max = max
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Borrows a session's place, waiting for one; nil when the pool is closed.
    func borrow() async -> Lane? {
        await withCheckedContinuation { caller in
            let ready: Lane?? = state.withLock { state in
                if state.isClosed { return .some(nil) }
                guard state.lent < max else {
                    state.waiting.append(caller)
                    return nil
                }
                state.lent += 1
                return state.idle.popLast() ?? Lane()
            }
            if let ready { caller.resume(returning: ready) }
        }
    }

    func giveBack(_ lane: Lane) {
        let next = state.withLock { state -> CheckedContinuation<Lane?, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.lent -= 1
            if !state.isClosed { state.idle.append(lane) }
            return nil
        }
        next?.resume(returning: lane)
    }

    /// Ends the sessions that nobody uses: their server is gone.
    func dropIdle() async {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for lane in idle { await lane.run { $0 = nil } }
    }

    /// Refuses new borrowers and ends the sessions.
    func close() async {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for caller in waiting { caller.resume(returning: nil) }
        await dropIdle()
    }
}
