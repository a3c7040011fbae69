/// What can be wrong with a JSON text.
package enum JSONFault: Sendable, Equatable {
    case emptyText
    case byteOrderMark
    case noValue
    case noKey
    case noColon
    case noCommaInObject
    case noCommaInArray
    case textEnds
    case trailingText
    case controlCharacter
    case unknownEscape
    case loneSurrogate
    case invalidUTF8
    case malformedNumber
    case numberTooLong(bytesMax: Int)
    case exponentTooLarge
    case duplicateKey
    case tooDeep(depthMax: Int)

    /// What should have been there.
    package var expected: String {
        switch self {
        case .emptyText: "a JSON document, found nothing"
        case .byteOrderMark: "JSON without a byte order mark"
        case .noValue:
            "a value: an object, an array, a text in quotes, a number, true, false or null"
        case .noKey: "a key in double quotes"
        case .noColon: "a colon after the key"
        case .noCommaInObject: "a comma or the closing brace"
        case .noCommaInArray: "a comma or the closing bracket"
        case .textEnds: "more text, the document is not finished"
        case .trailingText: "the end of the text after one document"
        case .controlCharacter: "no raw line break, tab or other control character in a text"
        case .unknownEscape:
            "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with 4 hex digits"
        case .loneSurrogate: "both halves of a surrogate pair"
        case .invalidUTF8: "text in UTF-8"
        case .malformedNumber: "a number such as 12, -0.5 or 6e3"
        case .numberTooLong(let bytesMax): "a number of at most \(bytesMax) characters"
        case .exponentTooLarge: "a power of ten within 999999999"
        case .duplicateKey: "each key once in an object"
        case .tooDeep(let depthMax): "at most \(depthMax) levels of arrays and objects"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .emptyText: "Send one document."
        case .byteOrderMark: "Save the file as UTF-8 without a byte order mark."
        case .noValue:
            "Look for a missing value, a comma too many, or a word without double quotes."
        case .noKey: "Look for a comma too many, or a key without double quotes."
        case .noColon, .noCommaInObject, .noCommaInArray: "Add what is missing."
        case .textEnds: "Send the whole document; close every quote, brace and bracket."
        case .trailingText: "Remove what follows the document."
        case .controlCharacter: "Write it as an escape, such as \\n for a line break."
        case .unknownEscape: "Write a backslash itself as \\\\."
        case .loneSurrogate: "Write both halves, or the character itself."
        case .invalidUTF8: "Save or send the document in UTF-8."
        case .malformedNumber: "Remove leading zeros and signs, and put digits around the point."
        case .numberTooLong, .exponentTooLarge: "Round the number, or send it as text in quotes."
        case .duplicateKey: "Remove one of the two."
        case .tooDeep: "Send a flatter document."
        }
    }
}
