import Foundation

/// A day of the Gregorian calendar as the number of days since 1970-01-01.
struct DayNumber: Sendable, Hashable, Comparable {
    let value: Int

    init(_ value: Int) { self.value = value }

    /// Reads `YYYY-MM-DD`, or nil when there is no such day.
    init?(_ text: String) {
        guard CalendarDay(text) != nil else { return nil }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }

    /// Counts in years that begin in March, so that the leap day is the last of its year.
    init(year: Int, month: Int, day: Int) {
        let fromMarch = month > 2 ? month - 3 : month + 9
        let years = month > 2 ? year : year - 1
        let leapDays = years / 4 - years / 100 + years / 400
        value = years * 365 + leapDays + (153 * fromMarch + 2) / 5 + day - 1 - 719_468
    }

    /// The day in the week, from 0 for Monday; 1970-01-01 was a Thursday.
    var weekday: Int { ((value + 3) % 7 + 7) % 7 }

    static func < (one: DayNumber, other: DayNumber) -> Bool { one.value < other.value }

    static func + (day: DayNumber, days: Int) -> DayNumber { DayNumber(day.value + days) }
}
