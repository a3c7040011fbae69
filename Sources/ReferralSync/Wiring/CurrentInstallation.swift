import Synchronization

/// The contracts and partners that are in use now; they may be read anew while the service runs.
final class CurrentInstallation: Sendable {
    private struct State {
        var installation: Installation
        /// How often they were read anew.
        var reading = 0
    }

    private let state: Mutex<State>

    init(_ first: Installation) { state = Mutex(State(installation: first)) }

    var value: Installation { state.withLock { $0.installation } }

    /// What is in use, and which reading it is from.
    var read: (installation: Installation, reading: Int) {
        state.withLock { ($0.installation, $0.reading) }
    }

    func replace(by next: Installation) {
        state.withLock { state in
            state.installation = next
            state.reading += 1
        }
    }
}
