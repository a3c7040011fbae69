package import Foundation

/// A time of each week in which a partner's system is planned to be down.
package struct MaintenanceWindow: Sendable, Equatable {
    /// Days in English, from Sunday, as `Calendar` counts them.
    private static let days = [
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]
    /// Partners say their times as their clocks show them.
    private static let zone = TimeZone(identifier: "Europe/London") ?? .gmt

    /// The day in the week, from 1 for Sunday.
    private let weekday: Int
    /// The minutes of the day at which it begins.
    private let begin: Int
    private let minutes: Int

    /// Reads `sunday 02:00-04:00`, in British time; the end may be on the next day.
    package init?(_ text: String) {
        let form = /([a-z]+) ([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])/
        guard let match = text.wholeMatch(of: form),
            let day = Self.days.firstIndex(of: String(match.1)),
            let beginHour = Int(match.2), let beginMinute = Int(match.3),
            let endHour = Int(match.4), let endMinute = Int(match.5),
            beginHour < 24, endHour < 24
        else { return nil }
        weekday = day + 1
        begin = beginHour * 60 + beginMinute
        let end = endHour * 60 + endMinute
        guard end != begin else { return nil }
        minutes = end > begin ? end - begin : end + 24 * 60 - begin
    }

    /// When the window that a moment lies in is over; nil outside of it.
    package func end(containing moment: Date) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Self.zone
        var start = DateComponents()
        start.weekday = weekday
        start.hour = begin / 60
        start.minute = begin % 60
        // The last beginning, which may be this very moment.
        let last = calendar.nextDate(
            after: moment.addingTimeInterval(1),
            matching: start,
            matchingPolicy: .nextTime,
            direction: .backward
        )
        guard let last else { return nil }
        let end = last.addingTimeInterval(Double(minutes) * 60)
        return end > moment ? end : nil
    }
}
