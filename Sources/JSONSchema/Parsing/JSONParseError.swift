/// Why a text is not a JSON document that may be used, and where; quotes none of it.
package struct JSONParseError: Error, Sendable, Equatable {
    package let fault: JSONFault
    /// Counted from 1.
    package let line: Int
    /// In characters (Unicode code points), counted from 1.
    package let column: Int
    /// Counted from 0.
    package let byteOffset: Int
    /// The innermost value that was being read.
    package let pointer: JSONPointer

    /// What should have been there.
    package var expected: String { fault.expected }
    /// What to do about it.
    package var remedy: String { fault.remedy }

    /// Where, what was expected and what to do, for people.
    package var message: String {
        let place = pointer == .root ? "" : " in \(pointer)"
        return "Line \(line), column \(column) (byte \(byteOffset))\(place): "
            + "expected \(expected). \(remedy)"
    }
}
