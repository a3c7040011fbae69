/// A school by its LAESTAB (Department for Education): the local authority's three digits, then the
/// establishment's four.
package struct LAESTAB: CheckedText {
    package static let expectation =
        "a LAESTAB of seven digits: the local authority's three, then the school's four"

    /// The seven digits.
    package let text: String

    package init?(_ text: String) {
        guard text.isDigits(7...7) else { return nil }
        self.text = text
    }
}
