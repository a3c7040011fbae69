extension Duration {
    /// The units of settings, from the longest, in milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// What a text should look like.
    static let textExpected = "a duration such as 200ms, 2s, 15m, 72h or 7d"

    /// Reads a whole number above zero and its unit, such as `15m`, or nil when it is not that.
    init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0,
            let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) })
        else { return nil }
        let (milliseconds, isTooLong) = number.multipliedReportingOverflow(by: unit.milliseconds)
        guard !isTooLong, milliseconds <= 3650 * 86_400_000 else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The shortest text that means this duration, to the millisecond.
    var text: String {
        let parts = components
        let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
        // Days are written only from two up: 24h and 72h are what people say.
        let unit = Self.units.first {
            milliseconds % $0.milliseconds == 0
                && ($0.name != "d" || milliseconds >= 7 * $0.milliseconds)
        }
        guard milliseconds > 0, let unit else { return "0ms" }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
