import JSONSchema

/// What else may stand at the places of a canonical referral: what the examples have there, and the
/// words that the schema lists.
struct Variations: Sendable {
    private static let examplesMax = 8

    private let values: [JSONPointer: [JSONValue]]

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
            values[field.path] = known + (field.values ?? []).filter { !known.contains($0) }
        }
        self.values = values
    }

    /// What is known for a place.
    func known(at place: JSONPointer) -> [JSONValue] { values[place.pattern, default: []] }

    /// Everything else that may stand at a place where there is a value, or nothing.
    func others(than value: JSONValue?, at place: JSONPointer) -> [JSONValue] {
        var others = known(at: place)
        if let value { others.insert(value.altered, at: 0) }
        if let elements = value?.arrayValue { others += [.array([]), .array(elements + elements)] }
        return others.filter { $0 != value }
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
