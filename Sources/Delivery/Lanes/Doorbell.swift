import Synchronization

/// Tells lanes that something may be due, so that nothing has to be polled.
package final class Doorbell: Sendable {
    private let bells = Mutex<[String: AsyncStream<LaneEvent>.Continuation]>([:])

    /// A doorbell that no lane listens to yet.
    package init() {}

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
}
