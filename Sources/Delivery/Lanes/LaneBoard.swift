import Synchronization

/// Shows each lane as it was at its last step.
package final class LaneBoard: Sendable {
    private let views = Mutex<[String: LaneView]>([:])

    /// A board on which no lane is shown yet.
    package init() {}

    /// The lanes by partner.
    package var lanes: [String: LaneView] { views.withLock { $0 } }

    /// Forgets the lanes of partners that are no more.
    package func keep(only partners: [String]) {
        views.withLock { views in views = views.filter { partners.contains($0.key) } }
    }

    /// Another process drives the lane from now on.
    package func hide(_ partner: String) {
        views.withLock { $0[partner] = nil }
    }

    func show(_ view: LaneView, of partner: String) {
        views.withLock { $0[partner] = view }
    }
}
