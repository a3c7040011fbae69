extension JSONParseError {
    /// Works out the place of a failure; what comes before it is known to be well formed.
    init(_ failure: JSONFailure, in text: Span<UInt8>) {
        var line = 1
        var column = 1
        for index in 0..<min(failure.offset, text.count) {
            let byte = text[index]
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.init(
            fault: failure.fault,
            line: line,
            column: column,
            byteOffset: failure.offset,
            pointer: Self.pointer(to: failure.offset, in: text)
        )
    }

    private static func pointer(to offset: Int, in text: Span<UInt8>) -> JSONPointer {
        var path = JSONPath()
        var parser = JSONParser(limits: .standard)
        while parser.position < min(offset + 1, text.count) {
            let byte = text[parser.position]
            guard byte == UInt8(ascii: "\"") else {
                if parser.position < offset { path.pass(byte) }
                parser.position += 1
                continue
            }
            // A text that is itself at fault cannot be a key of the path.
            guard let string = try? parser.string(text) else { break }
            path.pass(string)
        }
        return path.pointer
    }
}
