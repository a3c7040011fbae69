/// One thing that a schema asks for; a number without a label is the index of a schema.
enum SchemaRule: Sendable {
    case never
    case types(TypeSet)
    case allowed([JSONValue])
    case constant(JSONValue)
    case multiple(of: JSONNumber)
    case bound(NumberBound, JSONNumber)
    case size(SizeBound, Int)
    case pattern(TextPattern)
    case format(String, FormatChecks.Check)
    case unique
    case required([String])
    case requiredWith([(key: String, names: [String])])
    case members(MemberRules)
    case names(Int)
    case schemasWith([(key: String, schema: Int)])
    case elements(prefix: [Int], rest: Int?)
    case contains(Int, atLeast: Int, atMost: Int?)
    case reference(Int, keyword: String)
    case dynamicReference(Int, anchor: String)
    case all([Int])
    case any([Int])
    case exactlyOne([Int])
    case not(Int)
    case condition(Int, then: Int?, otherwise: Int?)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)
}

/// The keywords that bound a number.
enum NumberBound: String, Sendable, CaseIterable {
    case minimum
    case maximum
    case exclusiveMinimum
    case exclusiveMaximum

    func allows(_ number: JSONNumber, _ limit: JSONNumber) -> Bool {
        switch self {
        case .minimum: number >= limit
        case .maximum: number <= limit
        case .exclusiveMinimum: number > limit
        case .exclusiveMaximum: number < limit
        }
    }
}

/// The keywords that bound the size of a text, an array or an object.
enum SizeBound: String, Sendable, CaseIterable {
    case minLength
    case maxLength
    case minItems
    case maxItems
    case minProperties
    case maxProperties

    var isMinimum: Bool {
        switch self {
        case .minLength, .minItems, .minProperties: true
        case .maxLength, .maxItems, .maxProperties: false
        }
    }
}
