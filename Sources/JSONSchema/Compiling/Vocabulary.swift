/// The parts of draft 2020-12.
enum Vocabulary: String, Sendable, CaseIterable {
    case core
    case applicator
    case unevaluated
    case validation
    case metaData = "meta-data"
    case formatAnnotation = "format-annotation"
    case formatAssertion = "format-assertion"
    case content

    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// What the dialect contains: `format` is a note unless it is asked to be more.
    static let standard = Set(allCases).subtracting([.formatAssertion])

    init?(address: String) {
        let prefix = "https://json-schema.org/draft/2020-12/vocab/"
        guard address.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(address.dropFirst(prefix.count)))
    }

    /// The keywords of this part.
    var keywords: [String] {
        switch self {
        case .core:
            [
                "$schema", "$vocabulary", "$id", "$anchor", "$dynamicAnchor", "$ref",
                "$dynamicRef", "$defs", "$comment",
            ]
        case .applicator:
            [
                "prefixItems", "items", "contains", "properties", "patternProperties",
                "additionalProperties", "propertyNames", "dependentSchemas", "allOf", "anyOf",
                "oneOf", "not", "if", "then", "else",
            ]
        case .unevaluated: ["unevaluatedItems", "unevaluatedProperties"]
        case .validation:
            [
                "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
                "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
                "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties",
                "required", "dependentRequired",
            ]
        case .metaData:
            ["title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples"]
        case .formatAnnotation, .formatAssertion: ["format"]
        case .content: ["contentEncoding", "contentMediaType", "contentSchema"]
        }
    }

    /// The keywords that only tell people something.
    static let notes: Set<String> = Set(metaData.keywords + content.keywords + ["$comment"])
}
