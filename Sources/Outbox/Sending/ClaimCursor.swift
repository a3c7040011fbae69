import Foundation
import Synchronization

/// Where the claims of one lane go on.
///
/// What was claimed leaves dead entries at the beginning of the queue's index for as long as some
/// transaction may still see them; a claim that began there each time would read them all again. From
/// time to time it does, for what was passed over.
package final class ClaimCursor: Sendable {
    private static let lifetime: TimeInterval = 2

    private struct State {
        var from: [Int: Date] = [:]
        var startedAt = Date.distantPast
        var isAlone = false
    }

    private let state = Mutex(State())

    /// A cursor at the beginning.
    package init() {}

    /// The due time from which deliveries of an urgency are to be looked for.
    func start(ofUrgency urgency: Int, at now: Date) -> Date {
        state.withLock { state in
            if abs(now.timeIntervalSince(state.startedAt)) > Self.lifetime {
                state.from = [:]
                state.startedAt = now
            }
            return state.from[urgency] ?? .distantPast
        }
    }

    /// Everything due before this time was claimed or passed over.
    func advance(to due: Date, ofUrgency urgency: Int) {
        state.withLock { $0.from[urgency] = due }
    }

    /// Whether nobody else can have deliveries of the partner on the wire: only a lane before this one
    /// had, and it has none any more.
    var isAlone: Bool { state.withLock { $0.isAlone } }

    func noteAlone() { state.withLock { $0.isAlone = true } }
}
