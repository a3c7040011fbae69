/// The case system's own reference; it must say nothing about the person.
package struct SourceReference: CheckedText {
    package static let expectation =
        "a reference of up to 64 letters, digits and . _ / - that holds no name"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), let first = text.first, first.isReferenceStart,
            text.allSatisfy({ $0.isReferenceStart || "._/-".contains($0) })
        else { return nil }
        self.text = text
    }
}

extension Character {
    fileprivate var isReferenceStart: Bool { isASCII && (isLetter || isNumber) }
}
