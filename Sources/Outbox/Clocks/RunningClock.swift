package import Foundation
package import Referrals

/// The clock that runs on one delivery, as it stands in the store.
package struct RunningClock: Sendable, Equatable {
    package let delivery: String
    package let partner: String
    package let urgency: Urgency
    /// The clock of the present state; nil when nothing is owed any more.
    package let clock: Clock?
    /// When it runs out; nil when nobody has worked that out yet.
    package let due: Date?
    /// How many steps of the ladder were told, and on which clock.
    package let rung: Int
    package let rungClock: Clock?

    /// Describes a clock.
    package init(
        delivery: String,
        partner: String,
        urgency: Urgency,
        clock: Clock?,
        due: Date?,
        rung: Int,
        rungClock: Clock?
    ) {
        self.delivery = delivery
        self.partner = partner
        self.urgency = urgency
        self.clock = clock
        self.due = due
        self.rung = rung
        self.rungClock = rungClock
    }
}

/// What a look at a clock led to.
package struct ClockStep: Sendable, Equatable {
    /// Somebody is told: of a step of the ladder, or (`stage` 0) that all is well again.
    package struct Ring: Sendable, Equatable {
        package let clock: Clock
        package let stage: Int
        package let due: Date
        package let tells: [String]
        /// When they are told.
        package let at: Date

        /// Describes what is told to whom.
        package init(clock: Clock, stage: Int, due: Date, tells: [String], at moment: Date) {
            self.clock = clock
            self.stage = stage
            self.due = due
            self.tells = tells
            at = moment
        }
    }

    package var rings: [Ring] = []
    package var due: Date?
    /// When it is to be looked at again.
    package var ringsAt: Date?
    package var rung = 0
    package var rungClock: Clock?

    /// Nothing happened and nothing will.
    package init() {}
}

/// A clock that rang, for the log.
package struct RungClock: Sendable, Equatable {
    package let clock: RunningClock
    package let ring: ClockStep.Ring
}
