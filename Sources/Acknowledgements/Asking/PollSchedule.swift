import Crypto
import Foundation

/// When a delivery is asked about again: often at first, then as rarely as its age allows.
///
/// People answer within minutes or within days. An answer is learnt of when a twentieth of its time
/// has passed since, at the latest half an hour after it was given. Questions to one partner fall on
/// common moments, because one that is asked alone costs several times as much as one of many.
struct PollSchedule: Sendable, Equatable {
    /// However old a delivery is.
    static let longest: Duration = .seconds(1800)
    private static let share = 20.0

    private let every: Duration
    /// Of all the time between two common moments, how much this partner's lag behind others'.
    private let lag: Double

    /// Takes how often a fresh delivery of a partner is asked about.
    init(every: Duration, of partner: String) {
        self.every = every
        // The same in every process, so that a take-over changes no moment.
        let digest = SHA256.hash(data: Data(partner.utf8))
        let number = digest.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        lag = Double(number) / Double(UInt32.max)
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
