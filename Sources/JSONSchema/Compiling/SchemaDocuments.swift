/// The documents that schemas may refer to, by address; nothing is ever fetched.
struct SchemaDocuments {
    private let available: [String: JSONValue]
    private var documents: [JSONValue] = []
    private(set) var resources: [SchemaResource] = []
    private var byAddress: [String: Int] = [:]
    private var byRoot: [SchemaLocation: Int] = [:]

    init(available: [String: JSONValue]) throws(SchemaError) {
        self.available = available
        for (address, document) in available.inKeyOrder {
            _ = try add(document, at: URIReference(address).withoutFragment)
        }
    }

    /// Takes in a document with everything in it that has a name; gives its resource.
    mutating func add(
        _ document: JSONValue,
        at address: URIReference
    ) throws(SchemaError) -> Int {
        let root = SchemaLocation(document: documents.count, pointer: .root)
        documents.append(document)
        let first = resources.count
        if document["$id"] == nil {
            try addResource(document, address: address, root: root, in: nil)
        }
        try index(document, at: root, in: nil, base: address)
        // A document is known by where it was found as well as by what it calls itself.
        let place = address.description
        if byAddress[place] == nil { byAddress[place] = first }
        return first
    }

    /// The schema at an address, or nil when it is not at hand.
    mutating func resource(at address: URIReference) throws(SchemaError) -> Int? {
        let key = address.description
        if let known = byAddress[key] { return known }
        guard let metaschema = Metaschemas.documents[key] else { return nil }
        return try add(metaschema, at: address)
    }

    /// The resource that begins at a place, or else the one that its surroundings belong to.
    func resource(startingAt location: SchemaLocation, within surrounding: Int) -> Int {
        byRoot[location] ?? surrounding
    }

    /// The innermost resource around a place.
    func resource(around location: SchemaLocation) -> Int? {
        var tokens = location.pointer.tokens[...]
        while true {
            let outer = SchemaLocation(
                document: location.document,
                pointer: JSONPointer(tokens: Array(tokens))
            )
            if let resource = byRoot[outer] { return resource }
            guard tokens.popLast() != nil else { return nil }
        }
    }

    func schema(at location: SchemaLocation) -> JSONValue? {
        documents[location.document].at(location.pointer)
    }

    private mutating func index(
        _ schema: JSONValue,
        at location: SchemaLocation,
        in surrounding: Int?,
        base: URIReference
    ) throws(SchemaError) {
        guard case .object(let members) = schema else { return }
        var resource = surrounding ?? byRoot[location]
        if let id = members.member("$id") {
            let address = base.resolving(try reference(id, "$id", location)).withoutFragment
            try addResource(schema, address: address, root: location, in: surrounding)
            resource = resources.count - 1
        }
        guard let resource else { return }
        try addAnchors(of: members, at: location, in: resource)
        for (keyword, value) in members.inKeyOrder {
            for (tokens, subschema) in SubschemaForm.subschemas(of: keyword, value) {
                try index(
                    subschema,
                    at: location.appending(tokens),
                    in: resource,
                    base: resources[resource].address
                )
            }
        }
    }

    private func reference(
        _ value: JSONValue,
        _ keyword: String,
        _ location: SchemaLocation
    ) throws(SchemaError) -> URIReference {
        guard let text = value.stringValue, let reference = URIReference(validating: text),
            reference.fragment?.isEmpty ?? true
        else {
            throw .wrongValue(
                keyword,
                at: location.pointer,
                expected: "an address without a fragment"
            )
        }
        return reference
    }

    private mutating func addResource(
        _ schema: JSONValue,
        address: URIReference,
        root: SchemaLocation,
        in surrounding: Int?
    ) throws(SchemaError) {
        let key = address.description
        if let other = byAddress[key], self.schema(at: resources[other].root) != schema {
            throw .duplicateIdentifier(key, at: root.pointer)
        }
        byAddress[key] = resources.count
        byRoot[root] = resources.count
        let inherited = surrounding.map { resources[$0].vocabularies } ?? Vocabulary.standard
        let vocabularies =
            try schema["$schema"].map { dialect throws(SchemaError) in
                try self.vocabularies(of: dialect, at: root.pointer)
            } ?? inherited
        resources.append(
            SchemaResource(address: address, root: root, vocabularies: vocabularies)
        )
    }

    private mutating func addAnchors(
        of members: [String: JSONValue],
        at location: SchemaLocation,
        in resource: Int
    ) throws(SchemaError) {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let value = members.member(keyword) else { continue }
            guard let name = value.stringValue, Self.isAnchor(name) else {
                throw .wrongValue(
                    keyword,
                    at: location.pointer,
                    expected:
                        "a name of letters, digits, `-`, `_` and `.` that begins with a letter"
                )
            }
            let known = resources[resource].anchors.updateValue(location, forKey: name)
            guard known == nil || known == location else {
                throw .duplicateIdentifier(name, at: location.pointer)
            }
            if keyword == "$dynamicAnchor" { resources[resource].dynamicAnchors.insert(name) }
        }
    }

    private static func isAnchor(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        func isStart(_ byte: UInt8) -> Bool {
            URIReference.isLetter(byte) || byte == UInt8(ascii: "_")
        }
        return isStart(first)
            && name.utf8.allSatisfy {
                isStart($0) || (0x30...0x39).contains($0) || "-.".utf8.contains($0)
            }
    }
}

extension SchemaDocuments {
    /// The vocabularies that a `$schema` stands for.
    private func vocabularies(
        of dialect: JSONValue,
        at pointer: JSONPointer
    ) throws(SchemaError) -> Set<Vocabulary> {
        guard let address = dialect.stringValue else {
            throw .wrongValue("$schema", at: pointer, expected: "an address")
        }
        let place = URIReference(address).withoutFragment.description
        if place == Vocabulary.dialect { return Vocabulary.standard }
        guard let metaschema = available[place] ?? Metaschemas.documents[place] else {
            throw .unknownDialect(address, at: pointer)
        }
        guard let listed = metaschema["$vocabulary"]?.objectValue else {
            return Vocabulary.standard
        }
        var vocabularies: Set<Vocabulary> = []
        for (name, isRequired) in listed.inKeyOrder {
            if let vocabulary = Vocabulary(address: name) {
                vocabularies.insert(vocabulary)
            } else if isRequired == true {
                throw .unknownDialect(name, at: pointer)
            }
        }
        return vocabularies
    }
}
