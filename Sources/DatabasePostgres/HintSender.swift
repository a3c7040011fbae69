import Synchronization

/// Decides when a hint is sent to the other processes: at most ten times a second.
///
/// A transaction with `NOTIFY` locks the whole database around its commit, so a hint is a transaction of
/// its own, and many changes share one.
final class HintSender: Sendable {
    static let pause: Duration = .milliseconds(100)
    private let isPlanned = Mutex(false)

    /// Whether a hint must be planned now; false when one is.
    func plan() -> Bool {
        isPlanned.withLock { isPlanned in
            defer { isPlanned = true }
            return !isPlanned
        }
    }

    /// The planned hint is being sent: what changes from now on needs another.
    func begin() {
        isPlanned.withLock { $0 = false }
    }
}
