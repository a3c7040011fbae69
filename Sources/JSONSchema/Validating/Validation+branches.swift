extension Validation {
    /// Rules that apply further schemas to the same value.
    mutating func checkBranches(
        _ value: JSONValue,
        _ rule: SchemaRule,
        of node: SchemaNode,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        switch rule {
        case .reference(let target, _): return check(value, target, &evaluated)
        case .dynamicReference(let target, let anchor):
            return check(value, dynamicTarget(anchor) ?? target, &evaluated)
        case .all(let schemas): return checkAll(schemas, value, &evaluated)
        case .any(let schemas):
            return !fitting(schemas, value, &evaluated).isEmpty
                || refuseBranches(schemas, value, "anyOf", of: node)
        case .exactlyOne(let schemas):
            let fitting = fitting(schemas, value, &evaluated)
            if fitting.isEmpty { return refuseBranches(schemas, value, "oneOf", of: node) }
            return fitting.count == 1
                || refuse(node, "oneOf", Self.ambiguity(fitting.map { $0 + 1 }))
        case .not(let excluded):
            var unused: Evaluated?
            guard fits(value, excluded, &unused) else { return true }
            let exclusion = schema.nodes[excluded].exclusion
            return refuse(node, "not", "\(exclusion)\(node.aside).")
        case .condition(let condition, let then, let otherwise):
            var met = evaluated.map { _ in Evaluated() }
            let isMet = fits(value, condition, &met)
            if isMet, let met { evaluated?.formUnion(met) }
            guard let next = isMet ? then : otherwise else { return true }
            return check(value, next, &evaluated)
        default: return true
        }
    }

    mutating func checkAll(
        _ schemas: [Int],
        _ value: JSONValue,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        for schema in schemas where !check(value, schema, &evaluated) {
            fits = false
            if isQuiet { break }
        }
        return fits
    }

    /// The outermost schema on the way here that has taken the anchor's name.
    private func dynamicTarget(_ anchor: String) -> Int? {
        for resource in scope {
            if let target = schema.dynamicAnchors[resource][anchor] { return target }
        }
        return nil
    }

    /// The branches that a value fits.
    private mutating func fitting(
        _ schemas: [Int],
        _ value: JSONValue,
        _ evaluated: inout Evaluated?
    ) -> [Int] {
        var fitting: [Int] = []
        for (branch, schema) in schemas.enumerated() {
            // What a branch deals with only counts if the value fits it.
            var seen = evaluated.map { _ in Evaluated() }
            guard fits(value, schema, &seen) else { continue }
            fitting.append(branch)
            if let seen { evaluated?.formUnion(seen) }
        }
        return fitting
    }

    private static func ambiguity(_ branches: [Int]) -> String {
        "Fits more than one of the forms that exclude each other (forms "
            + "\(Wording.list(branches.map(String.init), joinedBy: "and"))); keep to one of them."
    }

    /// Reports what is wrong with the branch that was most probably meant.
    private mutating func refuseBranches(
        _ schemas: [Int],
        _ value: JSONValue,
        _ keyword: String,
        of node: SchemaNode
    ) -> Bool {
        guard !isQuiet else { return false }
        let before = violations
        var findings: [BranchFindings] = []
        for schema in schemas {
            violations = []
            var unused: Evaluated?
            _ = check(value, schema, &unused)
            findings.append(BranchFindings(schema: schema, violations: violations, level: level))
        }
        violations = before
        let best = BranchFindings.nearest(of: findings)
        if best.count == 1, let meant = best.first, meant.isOfRightKind {
            violations += meant.violations.prefix(Self.violationsMax - violations.count)
            return false
        }
        let summary = schema.summary(of: best, value)
        return refuse(node, keyword, summary)
    }
}
