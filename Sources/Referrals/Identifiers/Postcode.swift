/// A postcode of the United Kingdom by its shape: outward and inward part (BS 7666).
package struct Postcode: CheckedText, CustomStringConvertible {
    package static let expectation =
        "a United Kingdom postcode, such as ZZ99 3WZ"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        let shape = /[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}/
        guard text.wholeMatch(of: shape) != nil else { return nil }
        self.text = text
    }

    package var description: String { "postcode (hidden)" }
}
