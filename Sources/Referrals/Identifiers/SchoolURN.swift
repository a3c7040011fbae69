/// A school by its unique reference number (Get Information about Schools): six digits.
package struct SchoolURN: CheckedText {
    package static let expectation =
        "a school's URN of six digits"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard text.isDigits(6...6) else { return nil }
        self.text = text
    }
}
