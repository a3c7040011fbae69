/// Durations of RFC 3339, appendix A.
enum DurationFormat {
    static func isDuration(_ text: String) -> Bool {
        var scanner = TextScanner(text)
        guard scanner.take("P") else { return false }
        if scanner.take("T") { return isEnded(by: ["H", "M", "S"], &scanner) }
        guard scanner.takeDigits() > 0 else { return false }
        if scanner.take("W") { return scanner.isAtEnd }
        guard takeUnits(["Y", "M", "D"], &scanner) else { return false }
        return scanner.isAtEnd || (scanner.take("T") && isEnded(by: ["H", "M", "S"], &scanner))
    }

    private static func isEnded(by units: [Unicode.Scalar], _ scanner: inout TextScanner) -> Bool {
        scanner.takeDigits() > 0 && takeUnits(units, &scanner) && scanner.isAtEnd
    }

    /// Takes a unit, whose number was taken, and those that follow it without a gap.
    private static func takeUnits(
        _ units: [Unicode.Scalar],
        _ scanner: inout TextScanner
    ) -> Bool {
        guard let first = units.firstIndex(where: { scanner.take($0) }) else { return false }
        for unit in units[(first + 1)...] {
            guard scanner.takeDigits() > 0 else { return true }
            guard scanner.take(unit) else { return false }
        }
        return true
    }
}
