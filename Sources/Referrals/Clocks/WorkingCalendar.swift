package import Foundation

/// Which days and hours count as working time in a nation.
///
/// It is data (`deploy/calendars/`), because holidays are proclaimed and hours differ. Beyond the days
/// that the data covers, only the days of the week count.
package struct WorkingCalendar: Sendable, Equatable {
    /// What it is called.
    package let title: String
    /// The zone whose time its hours are.
    package let zone: TimeZone
    /// The working days of a week, from 0 for Monday.
    let weekdays: Set<Int>
    /// The minutes of the day between which people work.
    let hours: Range<Int>
    /// Whether what arrives after the close of business counts as arrived on the next working day.
    let defersAfterClose: Bool
    let holidays: Set<DayNumber>
    let covered: ClosedRange<DayNumber>

    /// Whether people work on the day of a moment.
    package func isWorkingDay(_ moment: Date) -> Bool { isWorking(local(moment).day) }

    /// The close of business on the `count`-th working day after a moment.
    ///
    /// The day of the moment itself does not count, whatever its hour ("within one working day" of
    /// Working Together to Safeguard Children; the time of day is the calendar's).
    package func close(ofWorkingDay count: Int, after moment: Date) -> Date {
        var (day, minute) = local(moment)
        if defersAfterClose, !isWorking(day) || minute >= hours.upperBound {
            day = workingDay(after: day)
        }
        for _ in 0..<max(0, count) { day = workingDay(after: day) }
        return self.moment(day, minute: hours.upperBound)
    }

    /// The working time between two moments.
    package func workingTime(from start: Date, to end: Date) -> Duration {
        guard start < end else { return .zero }
        let (first, last) = (local(start).day, local(end).day)
        var seconds = 0.0
        for value in first.value...last.value where isWorking(DayNumber(value)) {
            let day = DayNumber(value)
            let opening = max(start, self.moment(day, minute: hours.lowerBound))
            let closing = min(end, self.moment(day, minute: hours.upperBound))
            seconds += max(0, closing.timeIntervalSince(opening))
        }
        return .seconds(seconds)
    }

    /// The length of one working day.
    package var workingDay: Duration { .seconds(hours.count * 60) }

    /// The end of the last day whose holidays are known.
    package var lastMoment: Date { moment(covered.upperBound + 1, minute: 0) }

    /// Whether holidays are known for the day of a moment.
    package func isCovered(_ moment: Date) -> Bool { covered.contains(local(moment).day) }

    /// The first moment from `moment` on that is on a working day and outside of the quiet hours.
    func moment(from moment: Date, outside quiet: QuietHours?) -> Date {
        let (day, minute) = local(moment)
        guard isWorking(day) else {
            return self.moment(workingDay(after: day), minute: quiet?.morning ?? hours.lowerBound)
        }
        guard let quiet, quiet.contains(minute) else { return moment }
        if minute < quiet.end { return self.moment(day, minute: quiet.end) }
        return self.moment(workingDay(after: day), minute: quiet.end)
    }

    private func isWorking(_ day: DayNumber) -> Bool {
        weekdays.contains(day.weekday) && !holidays.contains(day)
    }

    private func workingDay(after day: DayNumber) -> DayNumber {
        var next = day + 1
        while !isWorking(next) { next = next + 1 }
        return next
    }

    /// The day and its minute as clocks on the wall show them.
    private func local(_ moment: Date) -> (day: DayNumber, minute: Int) {
        let seconds = moment.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: moment))
        let minutes = Int((seconds / 60).rounded(.down))
        let day = Int((Double(minutes) / 1440).rounded(.down))
        return (DayNumber(day), minutes - day * 1440)
    }

    /// The moment at which clocks on the wall show a minute of a day.
    private func moment(_ day: DayNumber, minute: Int) -> Date {
        let wall = Double(day.value) * 86_400 + Double(minute) * 60
        var offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: wall))
        // The offset is that of the moment, which the first guess can miss by the change of clocks.
        offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: wall - Double(offset)))
        return Date(timeIntervalSince1970: wall - Double(offset))
    }
}
