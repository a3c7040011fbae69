import Synchronization

/// Tells lanes that something may be due, so that nothing has to be polled.
package final class Doorbell: Sendable {
    private let bells = Mutex<[String: AsyncStream<LaneEvent>.Continuation]>([:])

    /// A doorbell that no lane listens to yet.
    package init() {}

    /// The partners whose lanes listen.
    package var partners: [String] { bells.withLock { $0.keys.sorted() } }

    /// Rings the lane of each partner named.
    package func ring(_ partners: some Sequence<String>) {
        bells.withLock { bells in
            for partner in partners { bells[partner]?.yield(.rung) }
        }
    }

    /// Tells a lane that a person holds it back, or lets it go on.
    package func hold(_ partner: String, _ isHeld: Bool) {
        bells.withLock { _ = $0[partner]?.yield(.held(isHeld)) }
    }

    /// Connects a lane's events to its bell.
    func connect(_ events: AsyncStream<LaneEvent>.Continuation, to partner: String) {
        bells.withLock { $0[partner] = events }
    }

    /// Nobody listens for a partner any more.
    func disconnect(_ partner: String) {
        bells.withLock { $0[partner] = nil }
    }
}
