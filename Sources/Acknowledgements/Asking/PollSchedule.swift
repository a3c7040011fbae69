import Foundation

/// When a delivery is asked about again: often at first, then as rarely as its age allows.
///
/// People answer within minutes or within days. An answer is learnt of when a twentieth of its time
/// has passed since, at the latest half an hour after it was given. Questions fall on common moments,
/// of all partners, because one that is asked alone costs several times as much as one of many.
struct PollSchedule: Sendable, Equatable {
    /// However old a delivery is.
    static let longest: Duration = .seconds(1800)
    private static let share = 20.0

    /// How much the moments of this process lag behind those of others, in parts of the time between
    /// two: a partner must not be asked by all forces at once.
    private static let ownLag = Double.random(in: 0..<1)

    private let every: Duration
    private let lag: Double

    /// Takes how often a fresh delivery of a partner is asked about.
    init(every: Duration, lag: Double = Self.ownLag) {
        self.every = every
        self.lag = lag
    }

    /// The moment of the next question: the last common one that is not too late.
    func next(since receipt: Date, at now: Date) -> Date {
        let wait = wait(since: receipt, at: now) / .seconds(1)
        let latest = now.timeIntervalSince1970 + wait
        guard wait >= 4 else { return Date(timeIntervalSince1970: latest) }
        let grid = exp2(log2(wait / 4).rounded(.down))
        return Date(timeIntervalSince1970: ((latest / grid - lag).rounded(.down) + lag) * grid)
    }

    /// The longest time until the next question.
    func wait(since receipt: Date, at now: Date) -> Duration {
        let byAge = Duration.seconds(now.timeIntervalSince(receipt) / Self.share)
        return max(every, min(byAge, Self.longest))
    }
}
