/// Reads JSON strictly (RFC 8259) from UTF-8 bytes, without looking back.
struct JSONParser {
    let limits: JSONLimits
    var position = 0
    private var depth = 0

    init(limits: JSONLimits) {
        self.limits = limits
    }

    mutating func document(_ text: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF {
            throw failure(.byteOrderMark)
        }
        skipSpace(text)
        guard position < text.count else { throw failure(.emptyText) }
        let value = try value(text)
        skipSpace(text)
        guard position == text.count else { throw failure(.trailingText) }
        return value
    }

    private mutating func value(_ text: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        guard position < text.count else { throw failure(.textEnds) }
        switch text[position] {
        case UInt8(ascii: "\""): return .string(try string(text))
        case UInt8(ascii: "{"): return try object(text)
        case UInt8(ascii: "["): return try array(text)
        case UInt8(ascii: "-"), 0x30...0x39: return .number(try number(text))
        case UInt8(ascii: "t"): return try word("true", .bool(true), text)
        case UInt8(ascii: "f"): return try word("false", .bool(false), text)
        case UInt8(ascii: "n"): return try word("null", .null, text)
        default: throw failure(.noValue)
        }
    }

    private mutating func object(_ text: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        if try !takes(UInt8(ascii: "}"), text) {
            repeat {
                skipSpace(text)
                let start = position
                let key = try key(text)
                let value = try value(text)
                // Keys that only differ in normalisation count as the same: readers disagree on them.
                guard members.updateValue(value, forKey: key) == nil else {
                    throw JSONFailure(fault: .duplicateKey, offset: start)
                }
            } while try continues(UInt8(ascii: "}"), .noCommaInObject, text)
        }
        depth -= 1
        return .object(members)
    }

    private mutating func key(_ text: Span<UInt8>) throws(JSONFailure) -> String {
        guard position < text.count else { throw failure(.textEnds) }
        guard text[position] == UInt8(ascii: "\"") else { throw failure(.noKey) }
        let key = try string(text)
        skipSpace(text)
        guard position < text.count else { throw failure(.textEnds) }
        guard text[position] == UInt8(ascii: ":") else { throw failure(.noColon) }
        position += 1
        skipSpace(text)
        return key
    }

    private mutating func array(_ text: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if try !takes(UInt8(ascii: "]"), text) {
            repeat {
                skipSpace(text)
                elements.append(try value(text))
            } while try continues(UInt8(ascii: "]"), .noCommaInArray, text)
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func enter() throws(JSONFailure) {
        guard depth < limits.depthMax else { throw failure(.tooDeep(depthMax: limits.depthMax)) }
        depth += 1
        position += 1
    }

    /// Takes the end of an empty array or object.
    private mutating func takes(
        _ end: UInt8,
        _ text: Span<UInt8>
    ) throws(JSONFailure) -> Bool {
        skipSpace(text)
        guard position < text.count else { throw failure(.textEnds) }
        guard text[position] == end else { return false }
        position += 1
        return true
    }

    /// Takes a comma and goes on, or takes the end.
    private mutating func continues(
        _ end: UInt8,
        _ otherwise: JSONFault,
        _ text: Span<UInt8>
    ) throws(JSONFailure) -> Bool {
        skipSpace(text)
        guard position < text.count else { throw failure(.textEnds) }
        let byte = text[position]
        guard byte == UInt8(ascii: ",") || byte == end else { throw failure(otherwise) }
        position += 1
        return byte != end
    }

    private mutating func word(
        _ word: String,
        _ value: JSONValue,
        _ text: Span<UInt8>
    ) throws(JSONFailure) -> JSONValue {
        let start = position
        for letter in word.utf8 {
            guard position < text.count, text[position] == letter else {
                throw JSONFailure(fault: .noValue, offset: start)
            }
            position += 1
        }
        return value
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    func failure(_ fault: JSONFault) -> JSONFailure {
        JSONFailure(fault: fault, offset: position)
    }
}
