import Foundation
import Outbox

/// Spaces questions out, so that a partner's agreed rate is kept.
actor QuestionPace {
    private let gap: TimeInterval
    private let time: TimeSource
    private var next = Date.distantPast

    init(ratePerSecond: Double?, time: TimeSource) {
        gap = ratePerSecond.map { 1 / $0 } ?? 0
        self.time = time
    }

    /// Waits for this question's turn; throws when the task is cancelled.
    func turn() async throws {
        guard gap > 0 else { return }
        let now = time.now()
        let mine = max(now, next)
        next = mine.addingTimeInterval(gap)
        if mine > now { try await time.sleep(.seconds(mine.timeIntervalSince(now))) }
    }
}
