import Foundation
import Outbox
import Oversight
import Referrals
import TestStores
import Testing

@Suite struct ClockStepTests {
    let due = Date(timeIntervalSince1970: 1_795_600_800)  // Wednesday 2026-11-25 10:00 UTC

    @Test func `before its time a clock rings for nobody`() {
        let step = clock().step(by: .ladder, at: due.addingTimeInterval(-1))

        #expect(step.rings.isEmpty)
        #expect(step.ringsAt == due)
    }

    @Test func `each step of the ladder is told once, then it is silent`() {
        var told: [Int] = []
        var running = clock()
        for hours in 0..<100 {
            let step = running.step(by: .ladder, at: due.addingTimeInterval(Double(hours) * 3600))
            told += step.rings.map(\.stage)
            running = running.after(step)
        }

        #expect(told == [1, 2, 3])
    }

    @Test func `when the fact comes, those who were told are told, once`() {
        var running = clock()
        let first = running.step(by: .ladder, at: due)
        running = running.after(first, now: .decision, due: due.addingTimeInterval(86_400))

        let cleared = running.step(by: .ladder, at: due.addingTimeInterval(60))
        let later = running.after(cleared).step(by: .ladder, at: due.addingTimeInterval(120))

        #expect(cleared.rings.map(\.stage) == [0])
        #expect(cleared.rings.first?.clock == .acknowledgement)
        #expect(cleared.rings.first?.tells == ["desk@force.example"])
        #expect(later.rings.isEmpty)
    }

    @Test func `who was never told is not told that all is well`() {
        let running = clock().after(ClockStep(), now: nil, due: nil)

        let step = running.step(by: .ladder, at: due)

        #expect(step.rings.isEmpty && step.ringsAt == nil)
    }

    @Test func `a clock that begins anew counts from its beginning`() {
        let told = clock().step(by: .ladder, at: due)
        let running = clock().after(told, now: .acknowledgement, due: nil)

        let step = running.step(by: .ladder, at: due.addingTimeInterval(60))

        #expect(step.rings.map(\.stage) == [0])
        #expect(step.rung == 0)
        #expect(step.due.map { $0 > due } == true)
    }

    @Test func `of an outcome people are told once`() {
        var running = clock(.outcome)
        var told: [Int] = []
        for day in 0..<30 {
            let step = running.step(by: .ladder, at: due.addingTimeInterval(Double(day) * 86_400))
            told += step.rings.map(\.stage)
            running = running.after(step)
        }

        #expect(told == [1])
    }

    private func clock(_ clock: Clock = .acknowledgement) -> RunningClock {
        RunningClock(
            delivery: "delivery",
            partner: "northshire",
            urgency: .standard,
            clock: clock,
            due: due,
            rung: 0,
            rungClock: nil
        )
    }
}

extension PartnerClocks {
    /// A ladder with three steps.
    static let ladder = PartnerClocks(
        calendar: .englandAndWales,
        limits: .standard,
        ladder: Ladder(
            stages: [
                Ladder.Stage(after: .duration(.zero), tells: ["desk@force.example"]),
                Ladder.Stage(
                    after: .duration(.seconds(4 * 3600)),
                    tells: ["sergeant@force.example"]
                ),
                Ladder.Stage(after: .workingDays(1), tells: ["inspector@force.example"]),
            ],
            quiet: QuietHours("19:00-07:00")
        )
    )
}

extension RunningClock {
    /// The clock as the store keeps it after a step.
    fileprivate func after(_ step: ClockStep) -> RunningClock {
        after(step, now: clock, due: step.due)
    }

    fileprivate func after(_ step: ClockStep, now clock: Clock?, due: Date?) -> RunningClock {
        RunningClock(
            delivery: delivery,
            partner: partner,
            urgency: urgency,
            clock: clock,
            due: due,
            rung: step.rung,
            rungClock: step.rungClock
        )
    }
}
