/// Reads a pattern as ECMA-262 writes it, in Unicode mode.
struct PatternParser {
    /// More groups in groups than this are refused, so that reading is bounded.
    private static let depthMax = 50
    /// The largest count of a repeat.
    private static let countMax = 10_000

    private let source: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    static func parse(_ source: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(source: Array(source.unicodeScalars))
        let node = try parser.choice()
        guard parser.peek == nil else { throw PatternError("it has a ) without its (") }
        return node
    }

    private init(source: [Unicode.Scalar]) {
        self.source = source
    }

    private mutating func choice() throws(PatternError) -> PatternNode {
        guard depth < Self.depthMax else { throw PatternError("its groups are nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            parts.append(try term())
        }
        return .sequence(parts)
    }

    private mutating func term() throws(PatternError) -> PatternNode {
        if let position = takePosition() { return .position(position) }
        if let look = takeLook() {
            let inner = try choice()
            try close()
            return .look(inner, look)
        }
        return try repeated(try atom())
    }

    private mutating func takePosition() -> PatternPosition? {
        if take("^") { return .start }
        if take("$") { return .end }
        if take("\\b") { return .wordBoundary }
        return take("\\B") ? .noWordBoundary : nil
    }

    private mutating func takeLook() -> PatternLook? {
        if take("(?=") { return PatternLook(isBehind: false, isNegative: false) }
        if take("(?!") { return PatternLook(isBehind: false, isNegative: true) }
        if take("(?<=") { return PatternLook(isBehind: true, isNegative: false) }
        return take("(?<!") ? PatternLook(isBehind: true, isNegative: true) : nil
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next() else { throw PatternError("it ends too soon") }
        switch scalar {
        case ".": return .one(.notLineEnds)
        case "(": return try group()
        case "[": return .one(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?": throw PatternError("a \(scalar) has nothing to repeat")
        case "{", "}", "]": throw PatternError("a \(scalar) stands alone; write \\\(scalar)")
        default: return .one(ScalarSet(scalar))
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        if take("?<") {
            _ = try name(until: ">")
        } else if take("?"), !take(":") {
            throw PatternError("it has an unknown kind of group")
        }
        let inner = try choice()
        try close()
        return inner
    }

    private mutating func close() throws(PatternError) {
        guard take(")") else { throw PatternError("a group is not closed") }
    }

    private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
        guard let (atLeast, atMost) = try takeCounts() else { return node }
        // A lazy repeat finds another match, but finds one whenever the greedy one does.
        _ = take("?")
        if let next = peek, ["*", "+", "?", "{"].contains(next) {
            throw PatternError("a \(next) has nothing to repeat")
        }
        return .repeated(node, atLeast: atLeast, atMost: atMost)
    }

    private mutating func takeCounts() throws(PatternError) -> (atLeast: Int, atMost: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let atLeast = try count()
        var atMost: Int? = atLeast
        if take(",") { atMost = peek == "}" ? nil : try count() }
        guard take("}") else { throw PatternError("the count of a repeat is not closed") }
        guard atMost.map({ $0 >= atLeast }) ?? true else {
            throw PatternError("the counts of a repeat are the wrong way round")
        }
        return (atLeast, atMost)
    }

    private mutating func count() throws(PatternError) -> Int {
        var value = 0
        var digits = 0
        while let digit = peek, ScalarSet.digits.contains(digit) {
            position += 1
            digits += 1
            value = value * 10 + Int(digit.value - 0x30)
            guard value <= Self.countMax else {
                throw PatternError("it repeats more than \(Self.countMax) times")
            }
        }
        guard digits > 0 else { throw PatternError("the count of a repeat is not a number") }
        return value
    }
}

extension PatternParser {
    var peek: Unicode.Scalar? { position < source.count ? source[position] : nil }

    mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek else { return nil }
        position += 1
        return scalar
    }

    mutating func stepBack() {
        position -= 1
    }

    mutating func take(_ text: String) -> Bool {
        guard source[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    mutating func name(until end: Unicode.Scalar) throws(PatternError) -> String {
        var name = ""
        while let scalar = next() {
            if scalar == end, !name.isEmpty { return name }
            name.unicodeScalars.append(scalar)
        }
        throw PatternError("a name in it is empty or not closed with \(end)")
    }
}
