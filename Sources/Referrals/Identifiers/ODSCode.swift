/// A health organisation by its ODS code.
package struct ODSCode: CheckedText {
    package static let expectation =
        "an NHS organisation's ODS code of three to ten capital letters and digits"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard (3...10).contains(text.utf8.count),
            text.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) })
        else { return nil }
        self.text = text
    }
}
