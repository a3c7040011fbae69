package import Foundation

/// How many requests a partner gets at once: as many as it bears, and never more than agreed.
///
/// Additive increase and multiplicative decrease (TCP's congestion avoidance, RFC 5681): few
/// samples that take seconds are too noisy for anything finer.
package struct ConcurrencyWindow: Sendable, Equatable {
    private static let first = 4.0
    /// The requests of one moment fail together; they count as one failure.
    private static let settling: TimeInterval = 1

    /// The most that was agreed.
    package let cap: Int
    private var limit: Double
    /// Up to here the window doubles, because it was borne before.
    private var threshold: Double
    private var narrowedAt: Date?

    /// A window that begins small and quickly grows to its cap.
    package init(cap: Int) {
        self.cap = max(1, cap)
        limit = min(Self.first, Double(self.cap))
        threshold = Double(self.cap)
    }

    /// The requests that may be on the wire now.
    package var slots: Int { max(1, Int(limit)) }

    /// A request was answered; the window grows only while it is used.
    package mutating func widen(whenInFlight inFlight: Int) {
        guard Double(inFlight) * 2 >= limit else { return }
        limit = min(Double(cap), limit + (limit < threshold ? 1 : 1 / limit))
    }

    /// The partner failed, or asked for less.
    package mutating func narrow(at now: Date) {
        if let narrowedAt, abs(now.timeIntervalSince(narrowedAt)) < Self.settling { return }
        narrowedAt = now
        limit = max(1, limit / 2)
        threshold = limit
    }

    /// Begins again with one request, as after an outage.
    package mutating func restart() {
        threshold = max(threshold, limit)
        limit = 1
    }
}
