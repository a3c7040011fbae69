package import Foundation

/// How many of a lane's requests may be retries, so that a sick partner is not stormed.
///
/// A fifth of the first attempts and one every two seconds besides (after Finagle's `RetryBudget`);
/// a retry that the partner answers well is given back (after the retry quota of the AWS SDKs), so that
/// what piled up is not held up at a partner that is well. What is `immediate` is retried all the same.
package struct RetryBudget: Sendable, Equatable {
    private static let share = 0.2
    private static let perSecond = 0.5
    private static let burst = 20.0

    private var bucket = TokenBucket(perSecond: perSecond, burst: burst)

    /// A full budget.
    package init() {}

    /// Whether something other than a first attempt may be claimed now.
    package mutating func allowsRetries(at now: Date) -> Bool { bucket.available(at: now) > 0 }

    /// When it allows a retry again.
    package func next(after now: Date) -> Date { bucket.next(after: now) }

    /// A delivery was claimed for its first attempt, or for another.
    package mutating func count(isRetry: Bool, at now: Date) {
        if isRetry { bucket.take(1, at: now) } else { bucket.put(Self.share) }
    }

    /// The partner answered a retry well.
    package mutating func giveBack() { bucket.put(1) }
}
