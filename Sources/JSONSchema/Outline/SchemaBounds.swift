/// What a schema allows at one place, in one of the forms that the value may have there.
struct SchemaBounds: Sendable {
    /// The schema that says most about it: the last that references lead to.
    let pointer: JSONPointer
    var types: TypeSet = [.null, .boolean, .object, .array, .string, .number]
    /// The values that are allowed, if they are listed.
    var values: [JSONValue]?
    var sizes: [SizeBound: Int] = [:]
    var limits: [NumberBound: JSONNumber] = [:]
    var patterns: Set<String> = []
    var excludedPatterns: Set<String> = []
    var formats: Set<String> = []
    var required: Set<String> = []
    /// Whether an object may have no fields but the named ones.
    var isClosed = false
    /// Whether fields may have names that the schema does not list.
    var hasFreeNames = false
    /// How many elements of an array are described, from the first.
    var elementsDescribed = 0
    /// The elements of a tuple that has no others.
    var tupleMax: Int?

    /// The bounds of several schemas that hold together.
    init(of nodes: [SchemaNode], in schema: CompiledSchema) {
        pointer = nodes.last?.pointer ?? .root
        for node in nodes {
            for rule in node.rules { add(rule, in: schema) }
        }
        if let values {
            types.formIntersection(values.reduce(into: []) { $0.formUnion(TypeSet(of: $1)) })
        }
    }

    /// Whether no value fits.
    var isImpossible: Bool { types.isEmpty || values?.isEmpty == true }

    /// Two bounds that no value can keep at once, if there are such.
    var contradiction: (String, String)? {
        let pairs: [(SizeBound, SizeBound)] = [
            (.minLength, .maxLength), (.minItems, .maxItems), (.minProperties, .maxProperties),
        ]
        for (low, high) in pairs {
            if let least = sizes[low], let most = sizes[high], least > most {
                return (low.rawValue, high.rawValue)
            }
        }
        if let least = limits[.minimum], let most = limits[.maximum], least > most {
            return (NumberBound.minimum.rawValue, NumberBound.maximum.rawValue)
        }
        return nil
    }

    private mutating func add(_ rule: SchemaRule, in schema: CompiledSchema) {
        switch rule {
        case .never: types = []
        case .types(let types): self.types.formIntersection(types)
        case .allowed(let values): restrict(to: values)
        case .constant(let value): restrict(to: [value])
        case .size(let bound, let size): sizes[bound] = tighter(bound, sizes[bound], size)
        case .bound(let bound, let limit): limits[bound] = tighter(bound, limits[bound], limit)
        case .pattern(let pattern): patterns.insert(pattern.source)
        case .format(let name, _): formats.insert(name)
        case .required(let names): required.formUnion(names)
        case .members(let members): add(members, in: schema)
        case .elements(let prefix, let rest):
            elementsDescribed = max(elementsDescribed, rest == nil ? prefix.count : .max)
            if let rest, schema.nodes[rest].refusesEverything { tupleMax = prefix.count }
        case .unevaluatedItems(let rest):
            if schema.nodes[rest].refusesEverything { elementsDescribed = .max }
        case .unevaluatedProperties(let rest):
            isClosed = isClosed || schema.nodes[rest].refusesEverything
        case .not(let excluded):
            for case .pattern(let pattern) in schema.nodes[excluded].rules {
                excludedPatterns.insert(pattern.source)
            }
        default: break
        }
    }

    private mutating func add(_ members: MemberRules, in schema: CompiledSchema) {
        isClosed = isClosed || members.isClosed
        let additional = members.additional.map { !schema.nodes[$0].refusesEverything } ?? false
        hasFreeNames = hasFreeNames || additional || !members.patterns.isEmpty
    }

    private mutating func restrict(to allowed: [JSONValue]) {
        values = values.map { $0.filter(allowed.contains) } ?? allowed
    }

    private func tighter(_ bound: SizeBound, _ known: Int?, _ size: Int) -> Int {
        guard let known else { return size }
        return bound.isMinimum ? max(known, size) : min(known, size)
    }

    private func tighter(
        _ bound: NumberBound,
        _ known: JSONNumber?,
        _ limit: JSONNumber
    ) -> JSONNumber {
        guard let known else { return limit }
        return bound.allows(limit, known) ? limit : known
    }
}
