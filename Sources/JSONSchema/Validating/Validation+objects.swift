extension Validation {
    /// Rules about the members of an object.
    mutating func checkObject(
        _ members: [String: JSONValue],
        _ rule: SchemaRule,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        switch rule {
        case .required(let names): checkRequired(names, in: members, of: node)
        case .requiredWith(let lists): checkRequired(lists, in: members, of: node)
        case .members(let rules): checkMembers(members, rules, of: node, &evaluated)
        case .names(let schema): checkNames(members, schema, of: node)
        case .schemasWith(let dependent):
            checkAll(
                dependent.filter { members.member($0.key) != nil }.map(\.schema),
                .object(members),
                &evaluated
            )
        case .unevaluatedProperties(let rest):
            checkUnevaluated(members, rest, of: node, &evaluated)
        default: true
        }
    }

    private mutating func checkRequired(
        _ names: [String],
        in members: [String: JSONValue],
        of node: SchemaNode
    ) -> Bool {
        var fits = true
        for name in names where members.member(name) == nil {
            fits = refuse(node, "required", "Missing `\(name)`; add it.")
        }
        return fits
    }

    private mutating func checkRequired(
        _ lists: [(key: String, names: [String])],
        in members: [String: JSONValue],
        of node: SchemaNode
    ) -> Bool {
        var fits = true
        for (key, names) in lists where members.member(key) != nil {
            for name in names where members.member(name) == nil {
                fits = refuse(
                    node,
                    "dependentRequired",
                    "Missing `\(name)`; add it, because `\(key)` is given."
                )
            }
        }
        return fits
    }

    private mutating func checkMembers(
        _ members: [String: JSONValue],
        _ rules: MemberRules,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        var known = 0
        for (name, schema) in rules.properties {
            guard let value = members.member(name) else { continue }
            known += 1
            evaluated?.insert(name)
            if !check(value, schema, at: .key(name)) { fits = false }
            if !fits, isQuiet { return false }
        }
        // Most objects have only keys that are named.
        guard known < members.count || !rules.patterns.isEmpty else { return fits }
        guard rules.additional != nil || !rules.patterns.isEmpty else { return fits }
        for (key, value) in members.inKeyOrder {
            if !checkOther(key, value, rules, of: node, &evaluated) { fits = false }
        }
        return fits
    }

    /// Checks a member by `patternProperties`, or by `additionalProperties` if nothing else fits it.
    private mutating func checkOther(
        _ key: String,
        _ value: JSONValue,
        _ rules: MemberRules,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        var isKnown = rules.isNamed(key)
        for (pattern, schema) in rules.patterns {
            switch pattern.verdict(on: key) {
            case .differs: continue
            case .matches: isKnown = true
            case .tooExpensive:
                giveUp(node, "patternProperties", "Expected a shorter key.")
                return false
            }
            evaluated?.insert(key)
            if !check(value, schema, at: .key(key)) { fits = false }
        }
        guard !isKnown, let additional = rules.additional else { return fits }
        evaluated?.insert(key)
        if rules.isClosed { return refuseUnknown(key, by: "additionalProperties", of: node) }
        return check(value, additional, at: .key(key))
    }

    private mutating func checkUnevaluated(
        _ members: [String: JSONValue],
        _ rest: Int,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        for (key, value) in members.inKeyOrder where !(evaluated?.contains(key) ?? false) {
            if schema.nodes[rest].refusesEverything {
                fits = refuseUnknown(key, by: "unevaluatedProperties", of: node)
            } else if !check(value, rest, at: .key(key)) {
                fits = false
            }
        }
        evaluated?.insertAllProperties()
        return fits
    }

    private mutating func refuseUnknown(
        _ key: String,
        by keyword: String,
        of node: SchemaNode
    ) -> Bool {
        guard !isQuiet else { return false }
        let nearest = NearestName.nearest(to: key, among: schema.knownNames(of: node))
        return refuse(
            node,
            keyword,
            at: .key(key),
            nearest.map { "Unknown field; did you mean `\($0)`?" } ?? "Unknown field; remove it."
        )
    }

    private mutating func checkNames(
        _ members: [String: JSONValue],
        _ index: Int,
        of node: SchemaNode
    ) -> Bool {
        var fits = true
        for (key, _) in members.inKeyOrder {
            guard !self.fits(.string(key), index, at: .key(key)) else { continue }
            fits = refuse(
                node,
                "propertyNames",
                at: .key(key),
                "A field may not have this name; rename or remove it."
            )
        }
        return fits
    }
}

extension MemberRules {
    fileprivate func isNamed(_ key: String) -> Bool {
        guard let index = names.firstIndex(of: key) else { return false }
        return names[index].hasSameCodePoints(as: key)
    }
}
