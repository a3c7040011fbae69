/// A telephone number of the United Kingdom: 0 or +44, then nine or ten digits.
package struct Telephone: CheckedText, CustomStringConvertible {
    package static let expectation =
        "a United Kingdom telephone number, such as 01632 960123"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        var digits = text.filter { !" -()".contains($0) }
        for prefix in ["+440", "+44"] where digits.hasPrefix(prefix) {
            digits = "0" + digits.dropFirst(prefix.count)
        }
        guard digits.hasPrefix("0"), digits.isDigits(10...11) else { return nil }
        self.text = text
    }

    package var description: String { "telephone number (hidden)" }
}
