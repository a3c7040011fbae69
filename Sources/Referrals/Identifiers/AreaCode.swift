/// An area of England or Wales by its ONS (GSS) code: a letter and eight digits.
package struct AreaCode: CheckedText {
    package static let expectation =
        "an ONS area code of England or Wales, such as E06000901"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard let first = text.first, first == "E" || first == "W",
            String(text.dropFirst()).isDigits(8...8)
        else { return nil }
        self.text = text
    }
}
