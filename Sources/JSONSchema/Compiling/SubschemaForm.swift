/// How a keyword holds further schemas.
enum SubschemaForm {
    case one
    case list
    case map

    static let ofKeyword: [String: SubschemaForm] = [
        "not": .one, "if": .one, "then": .one, "else": .one, "items": .one, "contains": .one,
        "additionalProperties": .one, "propertyNames": .one, "unevaluatedItems": .one,
        "unevaluatedProperties": .one, "contentSchema": .one, "allOf": .list, "anyOf": .list,
        "oneOf": .list, "prefixItems": .list, "properties": .map, "patternProperties": .map,
        "dependentSchemas": .map, "$defs": .map,
    ]

    /// The schemas that a keyword holds, with the tokens that lead to them.
    static func subschemas(
        of keyword: String,
        _ value: JSONValue
    ) -> [(tokens: [String], schema: JSONValue)] {
        switch (ofKeyword[keyword], value) {
        case (.one, _): [([keyword], value)]
        case (.list, .array(let schemas)):
            schemas.enumerated().map { ([keyword, String($0.offset)], $0.element) }
        case (.map, .object(let schemas)): schemas.inKeyOrder.map { ([keyword, $0.key], $0.value) }
        default: []
        }
    }
}
