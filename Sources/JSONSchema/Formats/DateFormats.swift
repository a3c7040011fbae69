/// Dates and times of RFC 3339.
enum DateFormats {
    static func isDate(_ text: String) -> Bool {
        var scanner = TextScanner(text)
        return takeDate(&scanner) && scanner.isAtEnd
    }

    static func isTime(_ text: String) -> Bool {
        var scanner = TextScanner(text)
        return takeTime(&scanner) && scanner.isAtEnd
    }

    static func isDateTime(_ text: String) -> Bool {
        var scanner = TextScanner(text)
        return takeDate(&scanner) && scanner.takeAny(of: "T", "t") != nil && takeTime(&scanner)
            && scanner.isAtEnd
    }

    private static func takeDate(_ scanner: inout TextScanner) -> Bool {
        guard let year = scanner.takeNumber(digits: 4), scanner.take("-"),
            let month = scanner.takeNumber(digits: 2), scanner.take("-"),
            let day = scanner.takeNumber(digits: 2), (1...12).contains(month)
        else { return false }
        return (1...days(in: month, of: year)).contains(day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2:
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
                ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func takeTime(_ scanner: inout TextScanner) -> Bool {
        guard let hour = scanner.takeNumber(digits: 2), scanner.take(":"),
            let minute = scanner.takeNumber(digits: 2), scanner.take(":"),
            let second = scanner.takeNumber(digits: 2), hour < 24, minute < 60, second <= 60,
            !scanner.take(".") || scanner.takeDigits() > 0,
            let offset = takeOffset(&scanner)
        else { return false }
        // A leap second is the last one of a day in UTC.
        let minuteInUTC = (hour * 60 + minute - offset + 1440) % 1440
        return second < 60 || minuteInUTC == 1439
    }

    /// The offset from UTC in minutes.
    private static func takeOffset(_ scanner: inout TextScanner) -> Int? {
        if scanner.takeAny(of: "Z", "z") != nil { return 0 }
        guard let sign = scanner.takeAny(of: "+", "-"),
            let hours = scanner.takeNumber(digits: 2), scanner.take(":"),
            let minutes = scanner.takeNumber(digits: 2), hours < 24, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }
}
