/// A time of the day as clocks on the wall show it, `HH:MM`.
struct ClockTime: Sendable, Equatable {
    /// The minute of the day.
    let minute: Int

    init?(_ text: some StringProtocol) {
        guard let match = String(text).wholeMatch(of: /([0-2][0-9]):([0-5][0-9])/),
            let hour = Int(match.1), let minute = Int(match.2), hour < 24
        else { return nil }
        self.minute = hour * 60 + minute
    }
}

/// The hours in which nobody is told of what can wait.
package struct QuietHours: Sendable, Equatable {
    let begin: Int
    /// The minute at which they end, of the same day or the next.
    let end: Int

    /// Reads `19:00-07:00`, in the time of the calendar's zone.
    package init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let begin = ClockTime(parts[0]), let end = ClockTime(parts[1]),
            begin != end
        else { return nil }
        self.begin = begin.minute
        self.end = end.minute
    }

    /// As it is written.
    package var text: String { "\(Self.text(begin))-\(Self.text(end))" }

    /// When a day begins, if the quiet hours of the night say so.
    var morning: Int? { begin < end ? nil : end }

    func contains(_ minute: Int) -> Bool {
        begin < end
            ? (begin..<end).contains(minute) : minute >= begin || minute < end
    }

    private static func text(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0\(hour)" : "\(hour)") + (rest < 10 ? ":0\(rest)" : ":\(rest)")
    }
}
