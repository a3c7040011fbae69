extension Validation {
    /// Whether a value fulfils one rule.
    mutating func check(
        _ value: JSONValue,
        _ rule: SchemaRule,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        switch rule {
        case .never:
            return refuse(node, Keyword.falseSchema, "Nothing is allowed here; remove it.")
        case .types, .allowed, .constant, .multiple, .bound, .size, .pattern, .format:
            return checkValue(value, rule, of: node)
        case .unique, .elements, .contains, .unevaluatedItems:
            guard case .array(let elements) = value else { return true }
            return checkArray(elements, rule, of: node, &evaluated)
        case .required, .requiredWith, .members, .names, .schemasWith, .unevaluatedProperties:
            guard case .object(let members) = value else { return true }
            return checkObject(members, rule, of: node, &evaluated)
        case .reference, .dynamicReference, .all, .any, .exactlyOne, .not, .condition:
            return checkBranches(value, rule, of: node, &evaluated)
        }
    }
}
