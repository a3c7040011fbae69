import Foundation

/// A day of the calendar, `YYYY-MM-DD`, that really exists.
package struct CalendarDay: CheckedText, CustomStringConvertible {
    package static let expectation = "a day of the calendar as YYYY-MM-DD"

    package let text: String

    package init?(_ text: String) {
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil,
            let parts = Self.components(of: text), parts.isValidDate
        else { return nil }
        self.text = text
    }

    package var description: String { "day (hidden)" }

    /// The birthdays between this day and a moment.
    func wholeYears(until moment: Date) -> Int {
        guard let start = Self.components(of: text)?.date else { return 0 }
        return Self.calendar.dateComponents([.year], from: start, to: moment).year ?? 0
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func components(of text: String) -> DateComponents? {
        let numbers = text.split(separator: "-").compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        return DateComponents(
            calendar: calendar,
            year: numbers[0],
            month: numbers[1],
            day: numbers[2]
        )
    }
}
