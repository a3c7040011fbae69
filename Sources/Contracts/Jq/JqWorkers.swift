import Foundation
import Synchronization

/// The processes that run the programs of some contracts: as many as run at the same moment.
final class JqWorkers: Sendable {
    private struct State {
        var idle: [JqWorker] = []
        var programs: UInt32 = 0
        var spent: Duration = .zero
    }

    private let state = Mutex(State())

    /// Begins with so many workers that wait.
    ///
    /// A worker begins as a copy of this process: begun in time, it has no document in its memory that
    /// somebody else works on. One that cannot be begun now is begun when it is needed.
    init(ready count: Int = 0) {
        let workers = (0..<count).compactMap { _ in try? JqWorker() }
        state.withLock { $0.idle = workers }
    }

    /// A number that no other program here has.
    func nextNumber() -> UInt32 {
        state.withLock { state in
            defer { state.programs += 1 }
            return state.programs
        }
    }

    /// The time of the processor that the programs took so far; that of the last request of a worker
    /// that died is not in it.
    var spent: Duration { state.withLock(\.spent) }

    /// Does something with a worker that nobody else has meanwhile.
    ///
    /// A worker that waited may have been killed by somebody else, so its work is tried once more
    /// by a new one; what a new one dies of is the program's fault.
    func lend<Result>(_ work: (JqWorker) throws -> Result) throws(JqError) -> Result {
        if let worker = state.withLock({ $0.idle.popLast() }) {
            do { return try attempt(work, by: worker) } catch {
                guard case .crashed = error else { throw error }
            }
        }
        return try attempt(work, by: try JqWorker())
    }

    private func attempt<Result>(
        _ work: (JqWorker) throws -> Result,
        by worker: JqWorker
    ) throws(JqError) -> Result {
        let before = worker.spent
        defer { state.withLock { $0.spent += worker.spent - before } }
        let result: Swift.Result<Result, JqError>
        do {
            result = .success(try work(worker))
        } catch let error as JqError {
            result = .failure(error)
        } catch JqWorker.Death.endless {
            throw .endless(JqWorker.limit)
        } catch {
            throw .crashed
        }
        state.withLock { $0.idle.append(worker) }
        return try result.get()
    }
}
