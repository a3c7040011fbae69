package import Foundation

/// A rate that is kept on average, with a small burst.
package struct TokenBucket: Sendable, Equatable {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var filledAt: Date?

    /// A full bucket, refilled so many times a second.
    package init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = max(1, burst)
        tokens = self.burst
    }

    /// The whole tokens that are there.
    package mutating func available(at now: Date) -> Int {
        fill(at: now)
        return max(0, Int(tokens))
    }

    /// Takes tokens, also such as are not there yet.
    package mutating func take(_ count: Double, at now: Date) {
        fill(at: now)
        tokens -= count
    }

    /// Puts tokens in, up to the burst.
    package mutating func put(_ count: Double) { tokens = min(burst, tokens + count) }

    /// When there is a whole token again; never this very moment, whatever rounding does.
    package func next(after now: Date) -> Date {
        now.addingTimeInterval(max(0.001, (1 - tokens) / perSecond))
    }

    /// A clock that was set back gives nothing.
    private mutating func fill(at now: Date) {
        let elapsed = filledAt.map { max(0, now.timeIntervalSince($0)) } ?? 0
        tokens = min(burst, tokens + elapsed * perSecond)
        filledAt = now
    }
}
