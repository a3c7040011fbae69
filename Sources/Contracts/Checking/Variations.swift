import JSONSchema

/// What else may stand at the places of a canonical referral: what the examples have there, the
/// words that the schema lists and the ends of what it allows, and what a program compares with.
struct Variations: Sendable {
    private static let examplesMax = 8

    private let values: [JSONPointer: [JSONValue]]
    private let fields: [JSONPointer: SchemaField]
    /// The texts and numbers that stand in the program.
    private let words: [JSONValue]
    /// The texts that the program compares fields with, by the field's name.
    private let comparisons: [String: [JSONValue]]

    init(of schema: CompiledSchema, and examples: [JSONValue]) {
        var values: [JSONPointer: [JSONValue]] = [:]
        for example in examples {
            for place in example.everyPlace {
                guard let value = example.at(place) else { continue }
                let known = values[place.pattern, default: []]
                guard known.count < Self.examplesMax, !known.contains(value) else { continue }
                values[place.pattern] = known + [value]
            }
        }
        for field in schema.fields {
            let known = values[field.path, default: []]
            let others = (field.values ?? []) + field.extremes
            values[field.path] = known + others.filter { !known.contains($0) }
        }
        self.values = values
        fields = Dictionary(schema.fields.map { ($0.path, $0) }) { first, _ in first }
        words = []
        comparisons = [:]
    }

    private init(_ variations: Variations, of program: JqProgram) {
        values = variations.values
        fields = variations.fields
        words = program.constants
        comparisons = Dictionary(grouping: program.comparisons, by: \.name)
            .mapValues { $0.map { .string($0.text) } }
    }

    /// The same with what a program compares with.
    func adding(wordsOf program: JqProgram) -> Variations {
        Variations(self, of: program)
    }

    /// What is known for a place.
    func known(at place: JSONPointer) -> [JSONValue] { values[place.pattern, default: []] }

    /// What is known for a place, and the program's own texts where any text may stand.
    func possible(at place: JSONPointer, insteadOf value: JSONValue?) -> [JSONValue] {
        let isFree = value?.stringValue != nil && fields[place.pattern]?.values == nil
        return known(at: place) + (isFree ? words.filter { $0.stringValue != nil } : [])
    }

    /// Everything else that may stand at a place where there is a value, or nothing.
    func others(than value: JSONValue?, at place: JSONPointer) -> [JSONValue] {
        var others = known(at: place)
        if let value { others.insert(value.altered, at: 0) }
        if let elements = value?.arrayValue {
            let many = (0..<10).flatMap { _ in elements }
            others += [.array([]), .array(elements + elements), .array(many)]
        }
        let model = value ?? others.first
        others += words.filter { $0.isLike(model) }
        return others.filter { $0 != value }
    }

    /// What the program compares a place with.
    func hints(for place: JSONPointer) -> [JSONValue] {
        place.tokens.last.flatMap { comparisons[$0] } ?? []
    }

    /// What a program may branch on in a referral: all that it compares something with, and of the
    /// words that the schema lists every fourth, other ones in each turn.
    func branches(of referral: JSONValue, turn: Int) -> [Influence.Change] {
        let places = referral.everyPlace.filter { $0 != .root }
        let compared = places.flatMap { place in
            hints(for: place).map { Influence.Change(place: place, value: $0) }
        }
        let listed = places.flatMap { place -> [Influence.Change] in
            guard let values = fields[place.pattern]?.values, values.count > 1 else { return [] }
            return values.map { Influence.Change(place: place, value: $0) }
        }
        return compared
            + listed.enumerated().filter { ($0.offset + turn).isMultiple(of: 4) }.map(\.element)
    }
}

extension SchemaField {
    /// Values at the ends of what is allowed here.
    fileprivate var extremes: [JSONValue] {
        if formats.contains("date") { return ["1900-01-01", "2099-12-31"] }
        if formats.contains("date-time") {
            return ["1900-01-01T00:00:00Z", "2099-12-31T23:59:59Z"]
        }
        guard values == nil, formats.isEmpty, let length = lengthMax, length > 0 else { return [] }
        return [.string(String(repeating: "x ", count: length / 2) + "x")]
    }
}

extension CompiledSchema {
    /// The places of a document that are marked as personal, without what lies within others.
    func outermostPersonalPlaces(in document: JSONValue) -> [JSONPointer] {
        personalPlaces(in: document).sorted { $0.tokens.count < $1.tokens.count }
            .reduce(into: []) { outermost, place in
                guard !outermost.contains(where: { place.isWithin($0) }) else { return }
                outermost.append(place)
            }
    }
}

extension JSONValue {
    /// Whether both are texts, or both numbers.
    fileprivate func isLike(_ other: JSONValue?) -> Bool {
        switch (self, other) {
        case (.string, .string?), (.number, .number?): true
        default: false
        }
    }

    /// The places of everything in this value, each before its parts.
    var everyPlace: [JSONPointer] { places(from: .root) }

    private func places(from place: JSONPointer) -> [JSONPointer] {
        switch self {
        case .object(let members):
            [place]
                + members.sorted { $0.key < $1.key }.flatMap {
                    $0.value.places(from: place.appending($0.key))
                }
        case .array(let elements):
            [place]
                + elements.enumerated().flatMap {
                    $0.element.places(from: place.appending($0.offset))
                }
        case .null, .bool, .number, .string: [place]
        }
    }
}

extension JSONPointer {
    /// The same place with `*` for the numbers of list elements.
    var pattern: JSONPointer { JSONPointer(tokens: tokens.map { Int($0) == nil ? $0 : "*" }) }

    /// Whether this is another place or a part of what is there.
    func isWithin(_ other: JSONPointer) -> Bool { tokens.starts(with: other.tokens) }
}
