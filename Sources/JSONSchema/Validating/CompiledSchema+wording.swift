extension CompiledSchema {
    /// What to say when no branch was clearly meant.
    func summary(of branches: [BranchFindings], _ value: JSONValue) -> String {
        let types = branches.compactMap { self.types(of: $0.schema) }
        if types.count == branches.count,
            types.allSatisfy({ !$0.isSuperset(of: TypeSet(of: value)) })
        {
            let all = types.reduce(into: TypeSet()) { $0.formUnion($1) }
            return "Expected \(all.words), found \(TypeSet(of: value).words)."
        }
        let values = branches.compactMap { self.values(of: $0.schema) }
        if values.count == branches.count {
            return "Expected one of these: \(Wording.values(values.flatMap(\.self)))."
        }
        let own = branches.map { $0.violations.count == 1 ? $0.violations[0].message : nil }
        let messages = own.compactMap(\.self)
        guard messages.count == own.count, messages.count <= 5 else {
            return "Fits none of the \(branches.count) forms that are allowed here; "
                + "choose one and keep to it."
        }
        return messages.joined(separator: " Or: ")
    }

    /// The types that a schema, or what it refers to, allows.
    private func types(of index: Int) -> TypeSet? {
        for case .types(let types) in rules(reachedFrom: index) { return types }
        return nil
    }

    /// The fixed values that a schema, or what it refers to, allows.
    private func values(of index: Int) -> [JSONValue]? {
        for rule in rules(reachedFrom: index) {
            if case .constant(let value) = rule { return [value] }
            if case .allowed(let values) = rule { return values }
        }
        return nil
    }

    /// The rules of a schema and of those that must hold together with it.
    private func rules(reachedFrom index: Int) -> [SchemaRule] {
        nodes[index].rules.flatMap { rule in
            switch rule {
            case .reference(let target, _): rules(reachedFrom: target)
            case .all(let schemas): schemas.flatMap { rules(reachedFrom: $0) }
            default: [rule]
            }
        }
    }

    /// The keys that a schema knows, also by those that it applies to the same value.
    func knownNames(of node: SchemaNode) -> Set<String> {
        node.rules.reduce(into: []) { names, rule in
            if case .members(let members) = rule { names.formUnion(members.names) }
            for schema in rule.schemasOfSameValue { names.formUnion(knownNames(of: nodes[schema])) }
        }
    }
}
