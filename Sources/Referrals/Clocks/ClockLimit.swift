package import Foundation

/// How long something may take.
package enum ClockLimit: Sendable, Equatable {
    /// So long by the clock, day and night.
    case duration(Duration)
    /// Until the close of business on the so-many-th working day after.
    case workingDays(Int)

    /// The end of the limit when it began at a moment.
    package func end(from start: Date, in calendar: WorkingCalendar) -> Date {
        switch self {
        case .duration(let duration): start.addingTimeInterval(duration / .seconds(1))
        case .workingDays(let count): calendar.close(ofWorkingDay: count, after: start)
        }
    }
}
