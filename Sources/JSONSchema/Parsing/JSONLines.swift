package import Foundation

/// Tells in which line of a JSON text a place lies, for messages to people.
package enum JSONLines {
    /// The line of a place, from 1; of the nearest place around it where the text lacks it.
    package static func line(of pointer: JSONPointer, in text: Data) -> Int {
        let bytes = text.span
        var path = JSONPath()
        var parser = JSONParser(limits: .standard)
        var line = 1
        var best = (depth: 0, line: 1)
        while parser.position < bytes.count {
            let byte = bytes[parser.position]
            let lineOfByte = line
            if byte == UInt8(ascii: "\"") {
                guard let string = try? parser.string(bytes) else { break }
                path.pass(string)
            } else {
                parser.position += 1
                if byte == UInt8(ascii: "\n") { line += 1 }
                // A list or object lies where its bracket is; behind it is the first of its parts.
                if !Self.openings.contains(byte) { path.pass(byte) }
            }
            let here = path.pointer
            if Self.openings.contains(byte) { path.pass(byte) }
            guard !Self.separators.contains(byte) else { continue }
            if here.tokens.count > best.depth, pointer.isWithin(here) {
                best = (here.tokens.count, lineOfByte)
                if here == pointer { break }
            }
        }
        return best.line
    }

    private static let openings = Set("[{".utf8)

    /// What may come before a value or after it: its place is not known yet, or no more.
    private static let separators = Set(" \t\r\n,:]}".utf8)
}
