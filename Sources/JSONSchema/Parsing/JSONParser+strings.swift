extension JSONParser {
    /// Reads one text; the position is at its opening quote.
    mutating func string(_ text: Span<UInt8>) throws(JSONFailure) -> String {
        position += 1
        let start = position
        skipPlain(text)
        guard position < text.count else { throw failure(.textEnds) }
        if text[position] == UInt8(ascii: "\"") {
            let plain = try validated(text, start)
            position += 1
            return plain
        }
        return try stringWithEscapes(text, from: start)
    }

    private mutating func stringWithEscapes(
        _ text: Span<UInt8>,
        from start: Int
    ) throws(JSONFailure) -> String {
        var start = start
        var result = ""
        while true {
            result += try validated(text, start)
            guard position < text.count else { throw failure(.textEnds) }
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return result
            case UInt8(ascii: "\\"):
                result.unicodeScalars.append(try escape(text))
            default: throw failure(.controlCharacter)
            }
            start = position
            skipPlain(text)
        }
    }

    /// Moves to the next quote, backslash or control character, or to the end.
    private mutating func skipPlain(_ text: Span<UInt8>) {
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            position += 1
        }
    }

    /// The text from a start to the position; escapes never split a code point.
    private func validated(_ text: Span<UInt8>, _ start: Int) throws(JSONFailure) -> String {
        do {
            return String(copying: try UTF8Span(validating: text.extracting(start..<position)))
        } catch {
            throw JSONFailure(fault: .invalidUTF8, offset: start + error.byteOffsets.lowerBound)
        }
    }

    private mutating func escape(_ text: Span<UInt8>) throws(JSONFailure) -> Unicode.Scalar {
        let start = position
        guard position + 1 < text.count else {
            position = text.count
            throw failure(.textEnds)
        }
        position += 2
        switch text[position - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try codePoint(text, escapeAt: start)
        default: throw JSONFailure(fault: .unknownEscape, offset: start)
        }
    }

    private mutating func codePoint(
        _ text: Span<UInt8>,
        escapeAt start: Int
    ) throws(JSONFailure) -> Unicode.Scalar {
        let first = try hexUnit(text, escapeAt: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let lone = JSONFailure(fault: .loneSurrogate, offset: start)
        guard first < 0xDC00, position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        else { throw lone }
        position += 2
        let second = try hexUnit(text, escapeAt: position - 2)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(
                0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            )
        else { throw lone }
        return scalar
    }

    private mutating func hexUnit(
        _ text: Span<UInt8>,
        escapeAt start: Int
    ) throws(JSONFailure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < text.count else { throw failure(.textEnds) }
            guard let digit = Self.hexDigit(text[position]) else {
                throw JSONFailure(fault: .unknownEscape, offset: start)
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }
}
