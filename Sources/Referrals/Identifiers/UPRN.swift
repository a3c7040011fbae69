/// An address by its unique property reference number (GeoPlace): up to twelve digits.
package struct UPRN: CheckedText, CustomStringConvertible {
    package static let expectation =
        "a UPRN of up to twelve digits"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard text.isDigits(1...12) else { return nil }
        self.text = text
    }

    package var description: String { "UPRN (hidden)" }
}
