import Dispatch
import Synchronization

/// Stops programs that do not end; one watch for all of them.
///
/// It looks only while something runs: a timer for each run would cost more than the run.
final class JqWatch: Sendable {
    static let shared = JqWatch()

    private struct Run {
        let state: JqState
        let end: ContinuousClock.Instant
    }

    private struct Runs {
        var byState: [ObjectIdentifier: Run] = [:]
        var isLooking = false
    }

    private let runs = Mutex(Runs())

    /// Begins to watch a run, which is stopped soon after its end if it still goes on then.
    func begin(_ state: JqState, limit: Duration) {
        let mustLook = runs.withLock { runs in
            runs.byState[ObjectIdentifier(state)] = Run(state: state, end: .now + limit)
            defer { runs.isLooking = true }
            return !runs.isLooking
        }
        if mustLook { look(after: limit) }
    }

    /// Ends watching; from then on the state is not touched.
    func end(_ state: JqState) {
        runs.withLock { $0.byState[ObjectIdentifier(state)] = nil }
    }

    private func look(after wait: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + wait / .seconds(1)) { [self] in
            let next = runs.withLock { runs -> Duration? in
                let now = ContinuousClock.now
                for (name, run) in runs.byState where run.end <= now {
                    run.state.stop()
                    runs.byState[name] = nil
                }
                let next = runs.byState.values.map(\.end).min()
                runs.isLooking = next != nil
                return next.map { $0 - now }
            }
            if let next { look(after: next) }
        }
    }
}
