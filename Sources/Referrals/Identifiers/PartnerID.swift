/// A partner agency, by the name of its file.
package struct PartnerID: CheckedText {
    package static let expectation =
        "a partner's id of lower case letters, digits and hyphens"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard (1...63).contains(text.utf8.count), text.first != "-",
            text.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        else { return nil }
        self.text = text
    }
}
