package import Foundation

extension WorkingCalendar {
    /// What is wrong with a calendar's file, in a sentence.
    package struct Defect: Error, Equatable {
        package let message: String
    }

    private struct Content: Decodable {
        enum AfterClose: String, Decodable {
            case sameDay = "same-day"
            case nextWorkingDay = "next-working-day"
        }

        let title: String
        let timeZone: String
        let workingDays: [String]
        let opens: String
        let closes: String
        let afterClose: AfterClose
        let from: String
        let to: String
        let holidays: [String]
    }

    private static let dayNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// Reads a calendar, such as `deploy/calendars/england-and-wales.json`.
    package init(json: Data) throws(Defect) {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: json)
        } catch {
            throw Defect(
                message: "it is not a calendar as deploy/calendars/england-and-wales.json is one."
            )
        }
        guard let zone = TimeZone(identifier: content.timeZone) else {
            throw Defect(message: "timeZone: there is no zone \(content.timeZone).")
        }
        guard let opens = ClockTime(content.opens)?.minute,
            let closes = ClockTime(content.closes)?.minute, opens < closes
        else { throw Defect(message: "opens and closes: expected times such as 09:00 and 17:00.") }
        guard let from = DayNumber(content.from), let to = DayNumber(content.to), from <= to else {
            throw Defect(message: "from and to: expected days such as 2026-01-01, in order.")
        }
        title = content.title
        self.zone = zone
        weekdays = try Self.weekdays(content.workingDays)
        hours = opens..<closes
        defersAfterClose = content.afterClose == .nextWorkingDay
        holidays = try Self.days(content.holidays)
        covered = from...to
    }

    private static func weekdays(_ names: [String]) throws(Defect) -> Set<Int> {
        var days: Set<Int> = []
        for name in names {
            guard let day = dayNames.firstIndex(of: name) else {
                throw Defect(
                    message: "workingDays: \"\(name)\" is not known. Expected "
                        + "\(dayNames.joined(separator: ", "))."
                )
            }
            days.insert(day)
        }
        guard !days.isEmpty else { throw Defect(message: "workingDays: expected at least one.") }
        return days
    }

    private static func days(_ texts: [String]) throws(Defect) -> Set<DayNumber> {
        var days: Set<DayNumber> = []
        for text in texts {
            guard let day = DayNumber(text) else {
                throw Defect(message: "holidays: \"\(text)\" is no day such as 2026-12-25.")
            }
            days.insert(day)
        }
        return days
    }
}
