extension SchemaCompiler {
    /// `type`, `enum`, `const` and the bounds of numbers.
    func valueRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let types = try types(schema) { rules.append(.types(types)) }
        if let allowed = try schema.list("enum") { rules.append(.allowed(allowed)) }
        if let value = schema["const"] { rules.append(.constant(value)) }
        if let divisor = try schema.number("multipleOf") {
            guard divisor > JSONNumber(0) else {
                throw schema.wrong("multipleOf", "a number greater than 0")
            }
            rules.append(.multiple(of: divisor))
        }
        for bound in NumberBound.allCases {
            if let limit = try schema.number(bound.rawValue) { rules.append(.bound(bound, limit)) }
        }
        return rules
    }

    private func types(_ schema: SchemaObject) throws(SchemaError) -> TypeSet? {
        guard let value = schema["type"] else { return nil }
        let one = value.stringValue.map { [$0] }
        let names = if let one { one } else { try schema.names(value, of: "type") }
        var types: TypeSet = []
        for name in names {
            guard let type = TypeSet(name: name) else {
                throw schema.wrong(
                    "type",
                    Wording.list(TypeSet.named.map(\.name), joinedBy: "or")
                )
            }
            types.formUnion(type)
        }
        return types
    }

    /// `pattern`, `format` and the bounds of sizes.
    func textRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        for bound in SizeBound.allCases {
            if let size = try schema.size(bound.rawValue) { rules.append(.size(bound, size)) }
        }
        if let source = try schema.text("pattern") {
            rules.append(.pattern(try pattern(source, of: schema, ["pattern"])))
        }
        if let rule = try formatRule(schema) { rules.append(rule) }
        return rules
    }

    func pattern(
        _ source: String,
        of schema: SchemaObject,
        _ tokens: [String]
    ) throws(SchemaError) -> TextPattern {
        do {
            return try TextPattern(source)
        } catch {
            throw .unusablePattern(
                at: schema.location.appending(tokens).pointer,
                because: error.reason
            )
        }
    }

    private func formatRule(_ schema: SchemaObject) throws(SchemaError) -> SchemaRule? {
        let formats = schema.vocabularies.contains(.formatAssertion) ? formats.made : formats
        guard let name = try schema.text("format"), formats.isAsserted else { return nil }
        if let check = formats.checks[name] { return .format(name, check) }
        guard unknown == .refused else { return nil }
        throw .unknownFormat(
            name,
            at: schema.location.pointer.appending("format"),
            nearest: NearestName.nearest(to: name, among: Set(formats.checks.keys))
        )
    }
}
