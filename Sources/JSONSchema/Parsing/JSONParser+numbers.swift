extension JSONParser {
    /// The largest power of ten that is read; more has no use and would not fit.
    private static let exponentMax = 999_999_999

    /// Reads one number that begins at the position.
    mutating func number(_ text: Span<UInt8>) throws(JSONFailure) -> JSONNumber {
        let start = position
        let isNegative = takeByte(UInt8(ascii: "-"), text)
        let first = position
        var short: Int64 = 0
        let whole = try digits(text, into: &short)
        guard whole == 1 || text[first] != 0x30 else { throw malformed(at: first) }
        var fraction = 0
        if takeByte(UInt8(ascii: "."), text) { fraction = try digits(text, into: &short) }
        let last = position
        let written = try exponent(text)
        guard position - start <= limits.numberBytesMax else {
            throw JSONFailure(
                fault: .numberTooLong(bytesMax: limits.numberBytesMax),
                offset: start
            )
        }
        let exponent = Int32(written - fraction)
        if whole + fraction <= 18 {
            return JSONNumber(coefficient: isNegative ? -short : short, exponent: exponent)
        }
        let digits = (first..<last).compactMap { index -> UInt8? in
            text[index] == UInt8(ascii: ".") ? nil : text[index] - 0x30
        }
        return JSONNumber(LongDecimal(isNegative: isNegative, digits: digits, exponent: exponent))
    }

    /// Takes one or more digits and counts them; `value` is only right up to 18 digits in all.
    private mutating func digits(
        _ text: Span<UInt8>,
        into value: inout Int64
    ) throws(JSONFailure) -> Int {
        let start = position
        while position < text.count, case 0x30...0x39 = text[position] {
            value = value &* 10 &+ Int64(text[position] - 0x30)
            position += 1
        }
        guard position > start else { throw failure(.malformedNumber) }
        return position - start
    }

    private mutating func exponent(_ text: Span<UInt8>) throws(JSONFailure) -> Int {
        let start = position
        guard takeByte(UInt8(ascii: "e"), text) || takeByte(UInt8(ascii: "E"), text) else {
            return 0
        }
        let isNegative = takeByte(UInt8(ascii: "-"), text)
        if !isNegative { _ = takeByte(UInt8(ascii: "+"), text) }
        while position + 1 < text.count, text[position] == 0x30,
            case 0x30...0x39 = text[position + 1]
        {
            position += 1
        }
        var value: Int64 = 0
        let count = try digits(text, into: &value)
        guard count <= 18, value <= Self.exponentMax else {
            throw JSONFailure(fault: .exponentTooLarge, offset: start)
        }
        return Int(isNegative ? -value : value)
    }

    private mutating func takeByte(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private func malformed(at offset: Int) -> JSONFailure {
        JSONFailure(fault: .malformedNumber, offset: offset)
    }
}
