package import Foundation
import JSONSchema

/// Splits what is handed in (one object, an array, or NDJSON) into single referrals.
///
/// Nothing is refused here: what cannot be read becomes a document whose check names the place.
package enum InputReader {
    /// The documents of an input, in order, each with the line where it begins.
    package static func documents(in input: Data) -> [InputDocument] {
        let text = withoutByteOrderMark(input)
        guard let first = text.first(where: { !isSpace($0) }) else { return [] }
        if first == UInt8(ascii: "["), let elements = elements(of: text) { return elements }
        let lines = lines(of: text)
        if isOneSpreadObject(lines) {
            return [InputDocument(line: lines.first?.line ?? 1, bytes: text)]
        }
        return lines
    }

    /// The elements of an array, or nil when it is not one well-formed array.
    private static func elements(of text: Data) -> [InputDocument]? {
        guard case .array(let elements)? = try? JSONValue(parsing: text) else { return nil }
        return elements.enumerated().map { index, element in
            InputDocument(line: index + 1, bytes: element.serialized())
        }
    }

    /// The lines that are not blank.
    private static func lines(of text: Data) -> [InputDocument] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
            .filter { !$0.element.allSatisfy(isSpace) }
            .map { InputDocument(line: $0.offset + 1, bytes: Data($0.element)) }
    }

    /// Whether the input is one object written over several lines.
    ///
    /// In NDJSON each line begins an object of its own, so that one bad line spoils no other.
    private static func isOneSpreadObject(_ lines: [InputDocument]) -> Bool {
        guard lines.count > 1, beginsObject(lines[0]) else { return false }
        return !beginsObject(lines[1])
            && lines[0].bytes.last(where: { !isSpace($0) }) != UInt8(ascii: "}")
    }

    private static func beginsObject(_ line: InputDocument) -> Bool {
        line.bytes.first { !isSpace($0) } == UInt8(ascii: "{")
    }

    private static func withoutByteOrderMark(_ input: Data) -> Data {
        input.starts(with: [0xEF, 0xBB, 0xBF]) ? input.dropFirst(3) : input
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
