import Delivery
import Foundation
import Outbox
import Testing

@Suite struct RetryScheduleTests {
    let schedule = RetrySchedule(base: .seconds(2), cap: .seconds(900))
    let t0 = Date(timeIntervalSince1970: 1_790_000_000)

    @Test(arguments: [(1, 2.0), (2, 4), (3, 8), (9, 512), (10, 900), (60, 900), (1_000_000, 900)])
    func `the longest wait doubles up to the cap`(attempt: Int, seconds: Double) {
        #expect(schedule.wait(afterAttempt: attempt, random: 1) == .seconds(seconds))
    }

    @Test func `full jitter spreads waits down to nothing`() {
        #expect(schedule.wait(afterAttempt: 5, random: 0) == .zero)
        #expect(schedule.wait(afterAttempt: 5, random: 0.5) == .seconds(16))
    }

    @Test func `a partner that was not reached is tried again`() {
        #expect(step(.unreachable) == .retry(at: t0.adding(.seconds(1))))
    }

    @Test func `a partner that may have it is reconciled`() {
        #expect(step(.uncertain) == .reconcile(at: t0.adding(.seconds(1))))
    }

    @Test func `what once may have been received stays so until it is known`() {
        #expect(step(.unreachable, mayBeHeld: true) == .reconcile(at: t0.adding(.seconds(1))))
    }

    @Test func `what cannot be found out is a person's task`() {
        #expect(step(.uncertain, canReconcile: false) == .park(.uncertain))
    }

    @Test func `a refusal is not repeated`() {
        #expect(step(.refused) == .park(.refusedByPartner))
        #expect(step(.keyReused) == .park(.keyReused))
    }

    @Test func `the wait is never shorter than the partner asked for`() {
        let step = step(.busy, retryAfter: .seconds(60), random: 0)

        #expect(step == .retry(at: t0.adding(.seconds(60))))
    }

    @Test func `at the horizon a person must act`() {
        #expect(step(.unreachable, horizon: t0) == .park(.horizonReached))
        #expect(step(.uncertain, horizon: t0) == .park(.uncertainAtHorizon))
    }

    @Test func `the last try is at the horizon, not after it`() {
        let horizon = t0.adding(.milliseconds(500))

        #expect(step(.unreachable, horizon: horizon) == .retry(at: horizon))
    }

    @Test func `wrong credentials are tried slowly`() {
        let expected = DeliveryStep.retry(at: t0.adding(.seconds(450 + 225)))

        #expect(step(.misconfigured) == expected)
    }

    @Test func `an interrupted attempt is given back`() {
        #expect(step(.givenBack) == .giveBack(mayBeHeld: false))
        #expect(step(.givenBack, mayBeHeld: true) == .giveBack(mayBeHeld: true))
    }

    private func step(
        _ outcome: AttemptOutcome,
        mayBeHeld: Bool = false,
        canReconcile: Bool = true,
        retryAfter: Duration? = nil,
        horizon: Date? = nil,
        random: Double = 0.5
    ) -> DeliveryStep {
        schedule.step(
            after: AttemptResult(
                AttemptRecord(
                    outcome: outcome,
                    phase: "waiting",
                    explanation: AttemptExplanation("")
                ),
                retryAfter: retryAfter
            ),
            of: .sample(
                firstSentAt: mayBeHeld ? t0 : nil,
                horizon: horizon ?? t0.adding(.seconds(3600))
            ),
            canReconcile: canReconcile,
            at: t0,
            random: random
        )
    }
}
