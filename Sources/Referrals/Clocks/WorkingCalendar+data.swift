package import Foundation

extension WorkingCalendar {
    /// What is wrong with a calendar's file, in a sentence.
    package struct Defect: Error, Equatable {
        /// The key that it is about; nil when it is about the whole.
        package let key: String?
        /// Which of a list it is about, from 0.
        package var index: Int?
        package let message: String
    }

    /// The keys of a calendar's file, and whether each has a list.
    package static let keys: [String: Bool] = [
        "title": false, "source": false, "timeZone": false, "workingDays": true, "opens": false,
        "closes": false, "afterClose": false, "from": false, "to": false, "holidays": true,
    ]

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
            throw Defect(error)
        }
        guard let zone = TimeZone(identifier: content.timeZone) else {
            throw Defect(key: "timeZone", message: "there is no zone \(content.timeZone).")
        }
        guard let opens = ClockTime(content.opens)?.minute,
            let closes = ClockTime(content.closes)?.minute, opens < closes
        else {
            throw Defect(
                key: "opens",
                message: "expected opens and closes to be times such as 09:00 and 17:00, in order."
            )
        }
        guard let from = DayNumber(content.from), let to = DayNumber(content.to), from <= to else {
            throw Defect(
                key: "from",
                message: "expected from and to to be days such as 2026-01-01, in order."
            )
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
        for (index, name) in names.enumerated() {
            guard let day = dayNames.firstIndex(of: name) else {
                throw Defect(
                    key: "workingDays",
                    index: index,
                    message: "\"\(name)\" is not known. Expected "
                        + "\(dayNames.joined(separator: ", "))."
                )
            }
            days.insert(day)
        }
        guard !days.isEmpty else {
            throw Defect(key: "workingDays", message: "expected at least one.")
        }
        return days
    }

    private static func days(_ texts: [String]) throws(Defect) -> Set<DayNumber> {
        var days: Set<DayNumber> = []
        for (index, text) in texts.enumerated() {
            guard let day = DayNumber(text) else {
                throw Defect(
                    key: "holidays",
                    index: index,
                    message: "\"\(text)\" is no day such as 2026-12-25."
                )
            }
            days.insert(day)
        }
        return days
    }
}

extension WorkingCalendar.Defect {
    private static let example = "deploy/calendars/england-and-wales.json"

    fileprivate init(_ error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            self.init(key: nil, message: "\(key.stringValue) is missing, as in \(Self.example).")
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            self.init(context, "expected it as in \(Self.example).")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(context, "expected same-day or next-working-day.")
        default: self.init(key: nil, message: "it is not JSON, as \(Self.example) is.")
        }
    }

    private init(_ context: DecodingError.Context, _ message: String) {
        self.init(
            key: context.codingPath.first?.stringValue,
            index: context.codingPath.dropFirst().first?.intValue,
            message: message
        )
    }
}
