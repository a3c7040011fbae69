/// Turns schemas into nodes, following every reference.
struct SchemaCompiler {
    private struct Pending {
        let index: Int
        let location: SchemaLocation
        let resource: Int
    }

    let formats: FormatChecks
    let notes: Set<String>
    let unknown: UnknownKeywords
    var documents: SchemaDocuments
    private(set) var nodes: [SchemaNode] = []
    private var indexes: [SchemaLocation: Int] = [:]
    private var pending: [Pending] = []

    init(
        formats: FormatChecks,
        notes: Set<String>,
        unknown: UnknownKeywords,
        documents: SchemaDocuments
    ) {
        self.formats = formats
        self.notes = notes
        self.unknown = unknown
        self.documents = documents
    }

    /// Compiles a document and everything that it refers to; gives the index of its root.
    mutating func compile(_ schema: JSONValue) throws(SchemaError) -> Int {
        let resource = try documents.add(schema, at: URIReference(""))
        let root = node(at: documents.resources[resource].root, within: resource)
        try compilePending()
        return root
    }

    /// The index of a schema, which is compiled later if it was not yet.
    ///
    /// Later, not at once: schemas refer to one another in circles.
    mutating func node(at location: SchemaLocation, within surrounding: Int) -> Int {
        if let known = indexes[location] { return known }
        let index = nodes.count
        let resource = documents.resource(startingAt: location, within: surrounding)
        indexes[location] = index
        nodes.append(SchemaNode(pointer: location.pointer, resource: resource))
        pending.append(Pending(index: index, location: location, resource: resource))
        return index
    }

    /// For each resource, the schemas that a `$dynamicRef` may find in it, by anchor.
    mutating func dynamicAnchors() throws(SchemaError) -> [[String: Int]] {
        var found: [[String: Int]] = []
        // Compiling them may bring in further resources.
        while found.count < documents.resources.count {
            let resource = documents.resources[found.count]
            var anchors: [String: Int] = [:]
            for name in resource.dynamicAnchors.sorted() where isInUse(resource) {
                guard let location = resource.anchors[name] else { continue }
                anchors[name] = node(at: location, within: found.count)
            }
            found.append(anchors)
            try compilePending()
        }
        return found
    }

    /// Resources that nothing referred to are not compiled, and cannot be in a dynamic scope.
    private func isInUse(_ resource: SchemaResource) -> Bool {
        nodes.contains { documents.resources[$0.resource].root == resource.root }
    }

    private mutating func compilePending() throws(SchemaError) {
        while let next = pending.popLast() {
            guard let schema = documents.schema(at: next.location) else { continue }
            switch schema {
            case .bool(let isAllowed):
                if !isAllowed { nodes[next.index].rules = [.never] }
            case .object(let members):
                try compile(
                    SchemaObject(
                        members,
                        at: next.location,
                        in: next.resource,
                        vocabularies: documents.resources[next.resource].vocabularies
                    ),
                    as: next.index
                )
            case .null, .number, .string, .array:
                throw .wrongValue(
                    next.location.pointer.tokens.last ?? "",
                    at: next.location.pointer,
                    expected: "a schema: an object, true or false"
                )
            }
        }
    }

    private mutating func compile(
        _ schema: SchemaObject,
        as index: Int
    ) throws(SchemaError) {
        try refuseUnknownKeywords(of: schema)
        let rules = [
            try referenceRules(schema), try valueRules(schema), try textRules(schema),
            try objectRules(schema), try arrayRules(schema), try branchRules(schema),
            try unevaluatedRules(schema),
        ].flatMap(\.self)
        nodes[index].rules = rules
        nodes[index].isPersonal = try isPersonal(schema)
        nodes[index].about = about(schema)
        nodes[index].needsEvaluated = rules.contains(where: \.isAboutUnevaluated)
    }
}

extension SchemaCompiler {
    private static let personal = "x-personal"
    private static let aboutMax = 160

    private func refuseUnknownKeywords(of schema: SchemaObject) throws(SchemaError) {
        guard unknown == .refused else { return }
        for keyword in schema.members.keys.sorted(by: { $0.precedesByCodePoints($1) }) {
            guard !keyword.hasPrefix("x-"), !notes.contains(keyword) else { continue }
            guard !schema.knows(keyword) || Vocabulary.notes.contains(keyword) else { continue }
            throw .unknownKeyword(
                keyword,
                at: schema.location.pointer.appending(keyword),
                nearest: NearestName.nearest(to: keyword, among: schema.knownKeywords)
            )
        }
    }

    private func isPersonal(_ schema: SchemaObject) throws(SchemaError) -> Bool {
        guard let value = schema.members.member(Self.personal) else { return false }
        guard let isPersonal = value.boolValue else {
            throw schema.wrong(Self.personal, "true or false")
        }
        return isPersonal
    }

    private func about(_ schema: SchemaObject) -> String? {
        ["description", "title"].compactMap { schema[$0]?.stringValue }
            .first { !$0.isEmpty && $0.utf8.count <= Self.aboutMax }
            .map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
    }
}
