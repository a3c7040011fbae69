/// Works out every place of the documents that a schema describes.
struct SchemaOutline {
    /// More forms than this of one value cannot be told apart in sensible time.
    private static let formsMax = 256
    private static let fieldsMax = 5000
    private static let stepsMax = 200_000

    /// What may still be done; shared, because the forms are worked out by functions.
    private final class Budget {
        var steps = SchemaOutline.stepsMax
        var isExceeded = false
    }

    private let schema: CompiledSchema
    private let budget = Budget()
    private var fields: [SchemaField] = []
    private var surrounding: [[[Int]]] = []

    /// The places, each before its parts, and whether these are all.
    static func fields(of schema: CompiledSchema) -> (fields: [SchemaField], isWhole: Bool) {
        var outline = SchemaOutline(schema: schema)
        outline.describe(
            [[schema.root]],
            at: .root,
            isRequired: true,
            isPersonal: false,
            isAlwaysPersonal: false
        )
        return (outline.fields, !outline.budget.isExceeded)
    }

    private init(schema: CompiledSchema) {
        self.schema = schema
    }

    private mutating func describe(
        _ schemas: [[Int]],
        at path: JSONPointer,
        isRequired: Bool,
        isPersonal: Bool,
        isAlwaysPersonal: Bool
    ) {
        guard fields.count < Self.fieldsMax, !budget.isExceeded else {
            budget.isExceeded = true
            return
        }
        let forms = schemas.flatMap(forms).map { form in
            (nodes: form, bounds: SchemaBounds(of: form.map { schema.nodes[$0] }, in: schema))
        }.filter { !$0.bounds.isImpossible }
        let isAlwaysPersonal =
            isAlwaysPersonal
            || schemas.allSatisfy {
                self.forms($0).allSatisfy { $0.contains(where: marksPersonal) }
            }
        let isPersonal = isPersonal || forms.contains { $0.nodes.contains(where: marksPersonal) }
        let isEndless = surrounding.contains(schemas)
        fields.append(
            SchemaField(
                path: path,
                pointer: schemas.first?.first.map { schema.nodes[$0].pointer } ?? .root,
                isRequired: isRequired,
                isPersonal: isPersonal,
                isAlwaysPersonal: isAlwaysPersonal,
                isDescribed: forms.contains { $0.nodes.contains { schema.nodes[$0].about != nil } },
                isEndless: isEndless,
                forms: forms.map(\.bounds),
                schemas: schemas
            )
        )
        guard !isEndless else { return }
        surrounding.append(schemas)
        let marks = (isPersonal, isAlwaysPersonal)
        describeMembers(of: forms, at: path, marks)
        describeElements(of: forms.map(\.nodes), at: path, marks)
        surrounding.removeLast()
    }

    private func marksPersonal(_ node: Int) -> Bool { schema.nodes[node].isPersonal }

    private mutating func describeMembers(
        of forms: [(nodes: [Int], bounds: SchemaBounds)],
        at path: JSONPointer,
        _ marks: (personal: Bool, always: Bool)
    ) {
        let objects = forms.filter { $0.bounds.types.contains(.object) }
        let names = objects.reduce(into: Set<String>()) { names, form in
            for members in members(of: form.nodes) { names.formUnion(members.names) }
        }
        for name in names.sorted(by: { $0.precedesByCodePoints($1) }) {
            let schemas = objects.compactMap { self.schemas(of: name, in: $0.nodes) }
            guard !schemas.isEmpty else { continue }
            describe(
                schemas.unique,
                at: path.appending(name),
                isRequired: objects.allSatisfy { $0.bounds.required.contains(name) },
                isPersonal: marks.personal,
                isAlwaysPersonal: marks.always
            )
        }
    }

    /// What applies to a member in one form of an object, or nil when it may not be there.
    private func schemas(of name: String, in nodes: [Int]) -> [Int]? {
        var schemas: [Int] = []
        for members in members(of: nodes) {
            let named = members.properties.filter { $0.name.hasSameCodePoints(as: name) }
            if named.isEmpty, members.isClosed { return nil }
            schemas += named.map(\.schema)
        }
        guard !schemas.contains(where: { schema.nodes[$0].refusesEverything }) else { return nil }
        return schemas.isEmpty ? nil : schemas
    }

    private mutating func describeElements(
        of forms: [[Int]],
        at path: JSONPointer,
        _ marks: (personal: Bool, always: Bool)
    ) {
        var byPlace: [String: [[Int]]] = [:]
        for nodes in forms {
            var places: [String: [Int]] = [:]
            for rule in nodes.flatMap({ schema.nodes[$0].rules }) {
                guard case .elements(let prefix, let rest) = rule else { continue }
                for (place, element) in prefix.enumerated() {
                    places[String(place), default: []].append(element)
                }
                if let rest { places["*", default: []].append(rest) }
            }
            for (place, schemas) in places
            where !schemas.contains(where: { schema.nodes[$0].refusesEverything }) {
                byPlace[place, default: []].append(schemas)
            }
        }
        for (place, schemas) in byPlace.sorted(by: { $0.key < $1.key }) {
            describe(
                schemas.unique,
                at: path.appending(place),
                isRequired: false,
                isPersonal: marks.personal,
                isAlwaysPersonal: marks.always
            )
        }
    }

    private func members(of nodes: [Int]) -> [MemberRules] {
        nodes.flatMap { schema.nodes[$0].rules }.compactMap { rule in
            if case .members(let members) = rule { members } else { nil }
        }
    }

    /// The forms that values of several schemas may have: each the schemas that hold together.
    private func forms(_ nodes: [Int]) -> [[Int]] {
        nodes.reduce([[]]) { join($0, forms(of: $1)) }
    }

    private func forms(of node: Int) -> [[Int]] {
        budget.steps -= 1
        guard budget.steps > 0 else {
            budget.isExceeded = true
            return [[node]]
        }
        return schema.nodes[node].rules.reduce([[node]]) { forms, rule in
            switch rule {
            case .reference(let target, _), .dynamicReference(let target, _):
                join(forms, self.forms(of: target))
            case .all(let schemas): join(forms, self.forms(schemas))
            case .any(let schemas), .exactlyOne(let schemas):
                join(forms, schemas.flatMap { self.forms(of: $0) })
            case .condition(_, let then, let otherwise):
                join(forms, optional(then) + optional(otherwise))
            case .schemasWith(let dependent):
                dependent.reduce(forms) { join($0, [[]] + self.forms(of: $1.schema)) }
            default: forms
            }
        }
    }

    private func optional(_ node: Int?) -> [[Int]] { node.map { forms(of: $0) } ?? [[]] }

    private func join(_ some: [[Int]], _ others: [[Int]]) -> [[Int]] {
        let all = some.flatMap { one in others.map { one + $0 } }.unique
        if all.count > Self.formsMax { budget.isExceeded = true }
        return Array(all.prefix(Self.formsMax))
    }
}

extension Array where Element: Hashable {
    /// The elements without repeats, in order.
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
