import JSONSchema

extension JSONValue {
    /// The places of this value that a path with `*` for list elements means.
    func places(matching pattern: JSONPointer) -> [JSONPointer] {
        pattern.tokens.reduce([.root]) { places, token in
            places.flatMap { place -> [JSONPointer] in
                guard token == "*" else {
                    let next = place.appending(token)
                    return at(next) == nil ? [] : [next]
                }
                return (at(place)?.arrayValue ?? []).indices.map { place.appending($0) }
            }
        }
    }

    /// The places of all single values, and of empty lists and objects, at a place.
    func leaves(at place: JSONPointer = .root) -> [JSONPointer] {
        switch at(place) {
        case .object(let members)? where !members.isEmpty:
            members.keys.sorted().flatMap { leaves(at: place.appending($0)) }
        case .array(let elements)? where !elements.isEmpty:
            elements.indices.flatMap { leaves(at: place.appending($0)) }
        case nil: []
        default: [place]
        }
    }

    /// Another value of the same type.
    var altered: JSONValue {
        switch self {
        case .null: .bool(true)
        case .bool(let value): .bool(!value)
        case .number: self == 1 ? 2 : 1
        case .string(let text): .string("altered-\(text)-altered")
        case .array: .array([.string("altered")])
        case .object: .object(["altered": .bool(true)])
        }
    }

    /// The value with a part replaced, or without it.
    func replacing(_ place: JSONPointer, with part: JSONValue?) -> JSONValue {
        replacing(place.tokens[...], with: part)
    }

    private func replacing(_ tokens: ArraySlice<String>, with part: JSONValue?) -> JSONValue {
        guard let first = tokens.first else { return part ?? .null }
        let rest = tokens.dropFirst()
        switch self {
        case .object(var members):
            members[first] = rest.isEmpty ? part : members[first]?.replacing(rest, with: part)
            return .object(members)
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else { return self }
            if !rest.isEmpty {
                elements[index] = elements[index].replacing(rest, with: part)
            } else if let part {
                elements[index] = part
            } else {
                elements.remove(at: index)
            }
            return .array(elements)
        case .null, .bool, .number, .string: return self
        }
    }
}
