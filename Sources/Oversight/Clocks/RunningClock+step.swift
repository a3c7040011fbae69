package import Foundation
package import Outbox
package import Referrals

extension RunningClock {
    /// Works out what a look at the clock leads to: who is told of a step of the ladder, or that all
    /// is well again, and when to look again.
    package func step(by clocks: PartnerClocks, at now: Date) -> ClockStep {
        var step = ClockStep()
        step.rung = rung
        if let told = rungClock, told != clock || due.map({ $0 > now }) ?? true {
            step.rings.append(
                ClockStep.Ring(
                    clock: told,
                    stage: 0,
                    due: due ?? now,
                    tells: clocks.ladder.told(upTo: rung),
                    at: clocks.mayTell(urgency, from: now)
                )
            )
            step.rung = 0
        }
        guard let clock, let due = due ?? clocks.due(clock, urgency, from: now) else { return step }
        step.due = due
        step.ringsAt = clocks.ring(clock, urgency, due: due, after: step.rung)
        if let moment = step.ringsAt, moment <= now {
            step.rings.append(
                ClockStep.Ring(
                    clock: clock,
                    stage: step.rung + 1,
                    due: due,
                    tells: clocks.ladder.stages[step.rung].tells,
                    at: now
                )
            )
            step.rung += 1
            step.ringsAt = clocks.ring(clock, urgency, due: due, after: step.rung)
        }
        step.rungClock = step.rung > 0 ? clock : nil
        return step
    }
}
