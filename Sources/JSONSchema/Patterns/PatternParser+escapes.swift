extension PatternParser {
    /// What follows a backslash outside brackets.
    mutating func escape() throws(PatternError) -> PatternNode {
        if let digit = peek, ("1"..."9").contains(digit) {
            while let digit = peek, ScalarSet.digits.contains(digit) { _ = next() }
            return .backreference
        }
        if take("k<") {
            _ = try name(until: ">")
            return .backreference
        }
        if let set = try takeSet() { return .one(set) }
        return .one(ScalarSet(try escapedScalar()))
    }

    /// A set of code points in brackets; the opening one is taken.
    mutating func characterClass() throws(PatternError) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet([])
        while !take("]") {
            guard peek != nil else { throw PatternError("a [ is not closed") }
            if let part = try takeClassSet() {
                set.insert(part)
                if peek == "-", !take("-]") {
                    throw PatternError("a range in brackets begins with a set")
                }
                continue
            }
            set.insert(ranges: [try classRange()])
        }
        return isInverted ? set.inverted : set
    }

    private mutating func takeClassSet() throws(PatternError) -> ScalarSet? {
        guard take("\\") else { return nil }
        if let set = try takeSet() { return set }
        stepBack()
        return nil
    }

    private mutating func classRange() throws(PatternError) -> ClosedRange<UInt32> {
        let first = try classScalar().value
        guard peek == "-" else { return first...first }
        _ = next()
        guard peek != "]" else {
            stepBack()
            return first...first
        }
        let last = try classScalar().value
        guard first <= last else {
            throw PatternError("a range in brackets is the wrong way round")
        }
        return first...last
    }

    private mutating func classScalar() throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next() else { throw PatternError("a [ is not closed") }
        guard scalar == "\\" else { return scalar }
        return take("b") ? "\u{8}" : try escapedScalar()
    }

    /// `\d`, `\w`, `\s`, `\p{…}` and their opposites.
    private mutating func takeSet() throws(PatternError) -> ScalarSet? {
        if take("d") { return .digits }
        if take("D") { return ScalarSet.digits.inverted }
        if take("w") { return .wordCharacters }
        if take("W") { return ScalarSet.wordCharacters.inverted }
        if take("s") { return .space }
        if take("S") { return ScalarSet.space.inverted }
        if take("p{") { return try .having(property: try name(until: "}")) }
        if take("P{") { return try ScalarSet.having(property: try name(until: "}")).inverted }
        return nil
    }

    private mutating func escapedScalar() throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next() else { throw PatternError("it ends with a backslash") }
        switch scalar {
        case "t": return "\t"
        case "n": return "\n"
        case "v": return "\u{B}"
        case "f": return "\u{C}"
        case "r": return "\r"
        case "0": return "\0"
        case "c": return try controlScalar()
        case "x": return try hexScalar(digits: 2)
        case "u": return take("{") ? try bracedScalar() : try unitScalar()
        default:
            let isLetterOrDigit = ScalarSet.wordCharacters.contains(scalar) && scalar != "_"
            guard !isLetterOrDigit, scalar.isASCII else {
                throw PatternError("it has the unknown escape \\\(scalar)")
            }
            return scalar
        }
    }

    private mutating func controlScalar() throws(PatternError) -> Unicode.Scalar {
        guard let letter = next(), ("a"..."z").contains(letter) || ("A"..."Z").contains(letter)
        else { throw PatternError("\\c is not followed by a letter") }
        return Unicode.Scalar(UInt8(letter.value % 32))
    }

    private mutating func unitScalar() throws(PatternError) -> Unicode.Scalar {
        let first = try hexValue(digits: 4)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\u") else {
            throw PatternError("it has half a surrogate pair")
        }
        let second = try hexValue(digits: 4)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw PatternError("it has half a surrogate pair") }
        return scalar
    }

    private mutating func bracedScalar() throws(PatternError) -> Unicode.Scalar {
        guard let value = UInt32(try name(until: "}"), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw PatternError("\\u{…} does not hold a code point") }
        return scalar
    }

    private mutating func hexScalar(digits: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(try hexValue(digits: digits)) else {
            throw PatternError("it has half a surrogate pair")
        }
        return scalar
    }

    private mutating func hexValue(digits: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = next().flatMap({ Character($0).hexDigitValue }) else {
                throw PatternError("an escape lacks its \(digits) hex digits")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
