/// The types that a schema allows.
struct TypeSet: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = TypeSet(rawValue: 1)
    static let boolean = TypeSet(rawValue: 2)
    static let object = TypeSet(rawValue: 4)
    static let array = TypeSet(rawValue: 8)
    static let string = TypeSet(rawValue: 16)
    static let integer = TypeSet(rawValue: 32)
    static let fraction = TypeSet(rawValue: 64)
    static let number: TypeSet = [.integer, .fraction]

    static let named: [(name: String, set: TypeSet, words: String)] = [
        ("object", .object, "an object"), ("array", .array, "a list"),
        ("string", .string, "text"), ("number", .number, "a number"),
        ("integer", .integer, "a whole number"), ("boolean", .boolean, "true or false"),
        ("null", .null, "null"),
    ]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init?(name: String) {
        guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
        self = known.set
    }

    /// The most exact type of a value.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .object: self = .object
        case .array: self = .array
        case .string: self = .string
        case .number(let number): self = number.isInteger ? .integer : .fraction
        }
    }

    /// The types in words, for people.
    var words: String {
        var rest = self
        var words: [String] = []
        for (_, set, name) in Self.named where rest.isSuperset(of: set) {
            words.append(name)
            rest.subtract(set)
        }
        if rest.contains(.fraction) { words.append("a number with a fraction") }
        return Wording.list(words, joinedBy: "or")
    }
}
