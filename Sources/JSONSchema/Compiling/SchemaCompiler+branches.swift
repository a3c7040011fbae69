extension SchemaCompiler {
    /// What combines other schemas.
    mutating func branchRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let all = try children(of: schema, inList: "allOf")
        if !all.isEmpty { rules.append(.all(all)) }
        let any = try children(of: schema, inList: "anyOf")
        if !any.isEmpty { rules.append(.any(any)) }
        let one = try children(of: schema, inList: "oneOf")
        if !one.isEmpty { rules.append(.exactlyOne(one)) }
        if let not = child(of: schema, "not") { rules.append(.not(not)) }
        let then = child(of: schema, "then")
        let otherwise = child(of: schema, "else")
        if let condition = child(of: schema, "if") {
            rules.append(.condition(condition, then: then, otherwise: otherwise))
        }
        return rules
    }

    /// What is said about parts that no other keyword has dealt with; always last.
    mutating func unevaluatedRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let rest = child(of: schema, "unevaluatedItems") {
            rules.append(.unevaluatedItems(rest))
        }
        if let rest = child(of: schema, "unevaluatedProperties") {
            rules.append(.unevaluatedProperties(rest))
        }
        return rules
    }
}

extension SchemaRule {
    var isAboutUnevaluated: Bool {
        switch self {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}
