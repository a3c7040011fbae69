package import Foundation
package import Outbox

/// When to try again, and when to stop and ask a person.
///
/// Full jitter: a wait between nothing and `min(cap, base × 2^(attempt − 1))`, which does the least
/// work for nearly the best completion time (AWS architecture blog, "Exponential backoff and
/// jitter").
package struct RetrySchedule: Sendable, Equatable {
    /// The longest first wait.
    package var base: Duration
    /// The longest wait of all.
    package var cap: Duration

    /// Starts from the defaults of the settings.
    package init(base: Duration = .seconds(2), cap: Duration = .seconds(900)) {
        self.base = base
        self.cap = cap
    }

    /// The wait before the next attempt; `random` is between 0 and 1.
    package func wait(afterAttempt attempt: Int, random: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 40)
        return min(cap, base * Double(UInt64(1) << UInt64(doublings))) * random
    }

    /// What to do after an attempt that gave no receipt.
    package func step(
        after result: AttemptResult,
        of claim: Claim,
        canReconcile: Bool,
        at now: Date,
        random: Double
    ) -> DeliveryStep {
        switch result.record.outcome {
        case .refused: return .park(.refusedByPartner)
        case .keyReused: return .park(.keyReused)
        case .givenBack: return .giveBack(mayBeHeld: claim.mayBeHeld)
        case .unreachable, .busy, .misconfigured, .uncertain, .delivered: break
        }
        let mayBeHeld = claim.mayBeHeld || result.record.outcome == .uncertain
        if mayBeHeld, !canReconcile { return .park(.uncertain) }
        guard now < claim.horizon else {
            return .park(mayBeHeld ? .uncertainAtHorizon : .horizonReached)
        }
        let next = min(claim.horizon, now.adding(delay(result, claim, random: random)))
        return mayBeHeld ? .reconcile(at: next) : .retry(at: next)
    }

    private func delay(_ result: AttemptResult, _ claim: Claim, random: Double) -> Duration {
        // A wrong certificate or credential is mended by a person, not by asking often.
        let own =
            result.record.outcome == .misconfigured
            ? cap * (0.5 + random / 2) : wait(afterAttempt: claim.attempt, random: random)
        // Jitter goes on top of what the partner asked for, never below it.
        return max(own, result.retryAfter.map { $0 + base * random } ?? .zero)
    }
}
