extension SchemaCompiler {
    /// What is said about objects.
    mutating func objectRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let names = try schema.names("required"), !names.isEmpty {
            rules.append(.required(names))
        }
        if let lists = try schema.map("dependentRequired") {
            var required: [(key: String, names: [String])] = []
            for (key, list) in lists.inKeyOrder {
                required.append((key, try schema.names(list, of: "dependentRequired")))
            }
            rules.append(.requiredWith(required))
        }
        if let members = try memberRules(schema) { rules.append(.members(members)) }
        if let names = child(of: schema, "propertyNames") { rules.append(.names(names)) }
        let dependent = try children(of: schema, inMap: "dependentSchemas")
        if !dependent.isEmpty {
            rules.append(.schemasWith(dependent.map { (key: $0.name, schema: $0.schema) }))
        }
        return rules
    }

    private mutating func memberRules(_ schema: SchemaObject) throws(SchemaError) -> MemberRules? {
        let properties = try children(of: schema, inMap: "properties")
        var patterns: [(pattern: TextPattern, schema: Int)] = []
        for (source, index) in try children(of: schema, inMap: "patternProperties") {
            patterns.append(
                (try pattern(source, of: schema, ["patternProperties", source]), index)
            )
        }
        let additional = child(of: schema, "additionalProperties")
        guard !properties.isEmpty || !patterns.isEmpty || additional != nil else { return nil }
        return MemberRules(
            properties: properties,
            names: Set(properties.map(\.name)),
            patterns: patterns,
            additional: additional,
            isClosed: schema["additionalProperties"] == false
        )
    }

    /// What is said about arrays.
    mutating func arrayRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if try schema.flag("uniqueItems") { rules.append(.unique) }
        let prefix = try children(of: schema, inList: "prefixItems")
        let rest = child(of: schema, "items")
        if !prefix.isEmpty || rest != nil { rules.append(.elements(prefix: prefix, rest: rest)) }
        let atLeast = try schema.size("minContains") ?? 1
        let atMost = try schema.size("maxContains")
        if let contained = child(of: schema, "contains") {
            rules.append(.contains(contained, atLeast: atLeast, atMost: atMost))
        }
        return rules
    }

    mutating func child(of schema: SchemaObject, _ keyword: String) -> Int? {
        guard schema[keyword] != nil else { return nil }
        return node(at: schema.location.appending([keyword]), within: schema.resource)
    }

    mutating func children(
        of schema: SchemaObject,
        inList keyword: String
    ) throws(SchemaError) -> [Int] {
        guard let list = try schema.list(keyword) else { return [] }
        guard !list.isEmpty else { throw schema.wrong(keyword, "at least one schema") }
        return list.indices.map {
            node(at: schema.location.appending([keyword, String($0)]), within: schema.resource)
        }
    }

    mutating func children(
        of schema: SchemaObject,
        inMap keyword: String
    ) throws(SchemaError) -> [(name: String, schema: Int)] {
        (try schema.map(keyword) ?? [:]).inKeyOrder.map {
            let location = schema.location.appending([keyword, $0.key])
            return ($0.key, node(at: location, within: schema.resource))
        }
    }
}
