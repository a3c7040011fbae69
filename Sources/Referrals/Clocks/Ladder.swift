package import Foundation

/// Who is told, and when, of what a partner owes for too long.
package struct Ladder: Sendable, Equatable {
    /// One step of the ladder.
    package struct Stage: Sendable, Equatable {
        /// How long after the clock has run out.
        package let after: ClockLimit
        /// Mailboxes (`name@host`) and webhooks (`https://…`); the log and the metrics always are.
        package let tells: [String]

        /// Describes a step.
        package init(after: ClockLimit, tells: [String]) {
            self.after = after
            self.tells = tells
        }
    }

    package let stages: [Stage]
    /// When nobody is told, besides days that are no working days; `immediate` referrals ignore both.
    package let quiet: QuietHours?

    /// Describes a ladder.
    package init(stages: [Stage], quiet: QuietHours?) {
        self.stages = stages
        self.quiet = quiet
    }

    /// Everybody who was told in the first steps.
    package func told(upTo stage: Int) -> [String] {
        var seen: Set<String> = []
        return stages.prefix(stage).flatMap(\.tells).filter { seen.insert($0).inserted }
    }

    func moment(of stage: Int, _ due: Date, _ urgency: Urgency, _ calendar: WorkingCalendar)
        -> Date?
    {
        guard stages.indices.contains(stage) else { return nil }
        let moment = stages[stage].after.end(from: due, in: calendar)
        return urgency == .immediate ? moment : calendar.moment(from: moment, outside: quiet)
    }
}

/// The clocks that run on one partner's deliveries, and who is told when they run out.
package struct PartnerClocks: Sendable, Equatable {
    package let calendar: WorkingCalendar
    package let limits: ClockLimits
    package let ladder: Ladder

    /// Joins a calendar, limits and a ladder.
    package init(calendar: WorkingCalendar, limits: ClockLimits, ladder: Ladder) {
        self.calendar = calendar
        self.limits = limits
        self.ladder = ladder
    }

    /// When a clock runs out that began at a moment; nil when it does not run.
    package func due(_ clock: Clock, _ urgency: Urgency, from start: Date) -> Date? {
        limits[clock, urgency]?.end(from: start, in: calendar)
    }

    /// From when on people may be told of something that is not urgent enough to wake them.
    package func mayTell(_ urgency: Urgency, from moment: Date) -> Date {
        urgency == .immediate ? moment : calendar.moment(from: moment, outside: ladder.quiet)
    }

    /// When the next step of the ladder is due, after `stage` of them; nil after the last.
    ///
    /// The outcome is a watch: only the first step tells of it.
    package func ring(_ clock: Clock, _ urgency: Urgency, due: Date, after stage: Int) -> Date? {
        if clock == .outcome, stage > 0 { return nil }
        return ladder.moment(of: stage, due, urgency, calendar)
    }
}
