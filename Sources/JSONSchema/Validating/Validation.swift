/// One check of one document.
struct Validation {
    /// More violations than this help nobody.
    static let violationsMax = 100
    /// How deeply schemas may be applied in one another; keeps the stack small.
    private static let depthMax = 512
    /// How many schemas may be applied in all; under a second.
    private static let stepsMax = 1_000_000

    let schema: CompiledSchema
    var violations: [SchemaViolation] = []
    /// Whether only the verdict is of interest.
    var isQuiet = false
    /// Where personal data was met, if someone wants to know.
    var personalPlaces: Set<JSONPointer>?
    private var path: [PathStep] = []
    /// The resources that were entered on the way, for `$dynamicRef`.
    private(set) var scope: [Int] = []
    private(set) var isPersonal = false
    private var depth = 0
    private var steps = 0
    /// Set when a bound was reached: then the document counts as refused, whatever follows.
    private var overrun: SchemaViolation?

    init(of schema: CompiledSchema) {
        self.schema = schema
    }

    mutating func violations(of instance: JSONValue) -> [SchemaViolation] {
        var evaluated: Evaluated?
        _ = check(instance, schema.root, &evaluated)
        return violations + [overrun].compactMap(\.self)
    }

    /// Whether a value fits a schema; notes what it deals with if someone wants to know.
    mutating func check(
        _ value: JSONValue,
        _ index: Int,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        let node = schema.nodes[index]
        guard mayGoOn(at: node) else { return false }
        let isNewScope = scope.last != node.resource
        let wasPersonal = isPersonal
        depth += 1
        if isNewScope { scope.append(node.resource) }
        isPersonal = wasPersonal || node.isPersonal
        if isPersonal { personalPlaces?.insert(JSONPointer(tokens: path.map(\.token))) }
        defer {
            depth -= 1
            if isNewScope { scope.removeLast() }
            isPersonal = wasPersonal
        }
        guard node.needsEvaluated else { return checkRules(of: node, value, &evaluated) }
        // Its unevaluated… keywords see only what was dealt with in this schema, not beside it.
        var own: Evaluated? = Evaluated()
        let fits = checkRules(of: node, value, &own)
        if let own { evaluated?.formUnion(own) }
        return fits
    }

    private mutating func checkRules(
        of node: SchemaNode,
        _ value: JSONValue,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        var fits = true
        for rule in node.rules where !check(value, rule, of: node, &evaluated) {
            fits = false
            // After a wrong type the rest of a schema says nothing useful.
            if isQuiet || overrun != nil || violations.count >= Self.violationsMax { break }
            if case .types = rule { break }
        }
        return fits
    }

    /// The verdict alone.
    mutating func fits(
        _ value: JSONValue,
        _ index: Int,
        _ evaluated: inout Evaluated?
    ) -> Bool {
        let wasQuiet = isQuiet
        isQuiet = true
        defer { isQuiet = wasQuiet }
        return check(value, index, &evaluated)
    }

    /// Checks a part of the value.
    mutating func check(_ part: JSONValue, _ index: Int, at step: PathStep) -> Bool {
        path.append(step)
        defer { path.removeLast() }
        var evaluated: Evaluated?
        return check(part, index, &evaluated)
    }

    /// The verdict alone on a part of the value.
    mutating func fits(_ part: JSONValue, _ index: Int, at step: PathStep) -> Bool {
        let wasQuiet = isQuiet
        isQuiet = true
        defer { isQuiet = wasQuiet }
        return check(part, index, at: step)
    }

    /// Reports a violation; gives false, so that a rule can end with it.
    mutating func refuse(
        _ node: SchemaNode,
        _ keyword: String,
        at step: PathStep? = nil,
        _ message: @autoclosure () -> String
    ) -> Bool {
        guard !isQuiet, violations.count < Self.violationsMax else { return false }
        violations.append(violation(node, keyword, at: step, message()))
        return false
    }

    private func violation(
        _ node: SchemaNode,
        _ keyword: String,
        at step: PathStep?,
        _ message: String
    ) -> SchemaViolation {
        SchemaViolation(
            instancePointer: JSONPointer(tokens: (path + [step].compactMap(\.self)).map(\.token)),
            schemaPointer: keyword == Keyword.falseSchema
                ? node.pointer : node.pointer.appending(keyword),
            keyword: keyword,
            message: message
        )
    }

    private mutating func mayGoOn(at node: SchemaNode) -> Bool {
        steps += 1
        guard overrun == nil else { return false }
        guard steps <= Self.stepsMax, depth < Self.depthMax else {
            giveUp(
                node,
                node.pointer.tokens.last ?? "",
                "Expected a simpler document; this is "
                    + "nested too deeply or too complicated to check."
            )
            return false
        }
        return true
    }

    /// Ends the check at a bound.
    mutating func giveUp(_ node: SchemaNode, _ keyword: String, _ message: String) {
        overrun = overrun ?? violation(node, keyword, at: nil, message)
    }

    /// How far down the document the check has come.
    var level: Int { path.count }
}
