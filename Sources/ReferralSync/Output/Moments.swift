import Foundation

/// Times and ages in the words of people.
enum Moments {
    /// A moment in local time with its zone: `2026-11-24 09:30:05 GMT`.
    static func text(_ date: Date, in zone: TimeZone = .current) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let style = Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
                \(minute: .twoDigits):\(second: .twoDigits) \(timeZone: .specificName(.short))
                """,
            locale: Locale(identifier: "en_GB"),
            timeZone: zone,
            calendar: calendar
        )
        return date.formatted(style)
    }

    /// A length of time in its two largest units: `45 s`, `3 min`, `2 h 5 min`, `4 d 3 h`.
    static func age(seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds)) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: pair(seconds / 3600, "h", seconds % 3600 / 60, "min")
        default: pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
        }
    }

    /// A length of working time, of which a day has eight hours.
    static func workingTime(seconds: Int) -> String {
        let day = 8 * 3600
        guard seconds >= day else { return age(seconds: seconds) }
        return pair(seconds / day, "working d", seconds % day / 3600, "h")
    }

    private static func pair(_ large: Int, _ unit: String, _ small: Int, _ part: String) -> String {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(part)"
    }
}
