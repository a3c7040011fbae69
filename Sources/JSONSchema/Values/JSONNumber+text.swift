extension JSONNumber: CustomStringConvertible {
    /// A number from a literal in code, meaning the shortest decimal that is written so.
    init(literal value: Double) {
        guard let number = JSONNumber("\(value)") else {
            preconditionFailure("JSON has no number for \(value)")
        }
        self = number
    }

    /// Reads a number as JSON writes it, or nil when it is not one.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var parser = JSONParser(limits: .standard)
        guard let number = try? parser.number(bytes.span), parser.position == bytes.count else {
            return nil
        }
        self = number
    }

    /// The shortest plain form: equal numbers have the same text.
    package var description: String {
        if case .short(let coefficient, 0) = parts { return String(coefficient) }
        let decimal = decimal
        let digits = String(decoding: decimal.digits.map { $0 + 0x30 }, as: UTF8.self)
        return (decimal.isNegative ? "-" : "")
            + Self.plain(digits, exponent: Int(decimal.exponent), point: decimal.point)
    }

    /// As ECMAScript writes numbers: zeros up to 21 places, then powers of ten.
    private static func plain(_ digits: String, exponent: Int, point: Int) -> String {
        if exponent == 0 { return digits }
        if exponent > 0, point <= 21 { return digits + String(repeating: "0", count: exponent) }
        if exponent < 0, point > 0 { return digits.prefix(point) + "." + digits.dropFirst(point) }
        if exponent < 0, point > -6 { return "0." + String(repeating: "0", count: -point) + digits }
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        return digits.prefix(1) + fraction + "e\(point - 1)"
    }
}
