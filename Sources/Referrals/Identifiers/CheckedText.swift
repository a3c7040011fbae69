/// A text that was checked when it was made, and travels as a plain string.
///
/// Personal identifiers do not print their value; `text` gives it.
package protocol CheckedText: Sendable, Hashable, Codable {
    /// What the text must be, as the end of a sentence that begins with "Expected".
    static var expectation: String { get }

    /// The checked text.
    var text: String { get }

    /// Checks a text; nil when it is not what it should be.
    init?(_ text: String)
}

extension CheckedText {
    /// Why a text is refused, or nil when it is right; never quotes the text.
    package static func problem(with text: String) -> String? {
        Self(text) == nil ? "Expected \(expectation)." : nil
    }

    /// Decodes from a string; the error says what was expected, not what was there.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Expected \(Self.expectation)."
            )
        }
        self = value
    }

    /// Encodes as a string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension String {
    /// Whether the text has between so many characters, all digits 0 to 9.
    func isDigits(_ count: ClosedRange<Int>) -> Bool {
        count.contains(utf8.count)
            && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The values of its digits.
    var digits: [Int] { utf8.map { Int($0) - Int(UInt8(ascii: "0")) } }
}
