import JSONSchema

/// Documents that differ from an example in one place, to find out what one schema accepts and
/// another refuses.
struct DocumentMutations {
    /// More documents than these of one example tell nothing new.
    private static let most = 3000

    private let children: [JSONPointer: [String]]
    private let samples: [JSONPointer: JSONValue]

    /// Prepares for the documents of a schema; samples are what its examples have at each place.
    init(of newer: CompiledSchema, beside older: CompiledSchema, examples: [JSONValue]) {
        var children: [JSONPointer: [String]] = [:]
        for field in newer.fields {
            guard let name = field.path.tokens.last else { continue }
            children[JSONPointer(tokens: field.path.tokens.dropLast()), default: []].append(name)
        }
        self.children = children
        limits = (newer.fields + older.fields).reduce(into: [:]) { limits, field in
            limits[field.path, default: []] += field.edges
        }
        samples = examples.reduce(into: [:]) { samples, example in
            for place in example.everyPlace { samples[place.pattern] = example.at(place) }
        }
    }

    /// What stands at the edges of what either schema allows, by place.
    private let limits: [JSONPointer: [JSONValue]]

    /// The document without one of its parts, with one that is another, or with one more.
    func documents(from example: JSONValue) -> [(place: JSONPointer, document: JSONValue)] {
        var documents: [(place: JSONPointer, document: JSONValue)] = []
        for place in example.everyPlace {
            guard let value = example.at(place), documents.count < Self.most else { break }
            if place != .root {
                documents.append((place, example.replacing(place, with: nil)))
            }
            for other in others(than: value, at: place.pattern) {
                documents.append((place, example.replacing(place, with: other)))
            }
            guard let members = value.objectValue else { continue }
            for name in children[place.pattern] ?? [] where members[name] == nil && name != "*" {
                let more = place.appending(name)
                for value in others(than: nil, at: more.pattern).prefix(20) {
                    documents.append((more, example.replacing(more, with: value)))
                }
            }
        }
        return documents
    }

    private func others(than value: JSONValue?, at pattern: JSONPointer) -> [JSONValue] {
        var others = limits[pattern, default: []]
        if let sample = samples[pattern] { others.append(sample) }
        if let elements = value?.arrayValue, let first = elements.first {
            others += [.array([]), .array(elements + [first]), .array([first])]
        }
        if case .number? = value { others += [1.5, 1] }
        var known: Set<JSONValue> = []
        return others.filter { $0 != value && known.insert($0).inserted }
    }
}

extension SchemaField {
    /// The values that are listed, and those at the edges of the bounds.
    fileprivate var edges: [JSONValue] {
        var edges = Array(listedValues.prefix(100)) + numberEdges.map { JSONValue.number($0) }
        if let length = lengthMax, length > 0 {
            edges += [.string("x"), .string(String(repeating: "x", count: min(length, 4000)))]
        }
        return edges
    }
}
