import Foundation

/// When a delivery is asked about again: often at first, then as rarely as its age allows.
///
/// People answer within minutes or within days. An answer is learnt of when a twentieth of its time
/// has passed since, at the latest half an hour after it was given.
struct PollSchedule: Sendable, Equatable {
    private static let longest: TimeInterval = 1800
    private static let share = 20.0

    private let every: Duration

    /// Takes how often a fresh delivery is asked about.
    init(every: Duration) { self.every = every }

    /// How long to wait before the next question.
    func wait(since receipt: Date, at now: Date) -> Duration {
        let byAge = min(now.timeIntervalSince(receipt) / Self.share, Self.longest)
        return max(every, .seconds(byAge))
    }
}
