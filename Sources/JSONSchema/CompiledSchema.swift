/// A JSON Schema of draft 2020-12, read once and used from any number of tasks.
package struct CompiledSchema: Sendable {
    let nodes: [SchemaNode]
    let root: Int
    /// For each resource, the schemas that a `$dynamicRef` may find in it.
    let dynamicAnchors: [[String: Int]]

    /// Reads a schema; refuses keywords and formats that are not implemented.
    ///
    /// Names that begin with `x-` are notes; `"x-personal": true` marks personal data. References
    /// lead into the schema, into `resources` by address, or to the published metaschemas.
    package init(
        _ schema: JSONValue,
        resources: [String: JSONValue] = [:],
        formats: FormatChecks = .asserted,
        annotations: Set<String> = Self.standardAnnotations,
        unknownKeywords: UnknownKeywords = .refused
    ) throws(SchemaError) {
        var compiler = SchemaCompiler(
            formats: formats,
            notes: annotations,
            unknown: unknownKeywords,
            documents: try SchemaDocuments(available: resources)
        )
        root = try compiler.compile(schema)
        dynamicAnchors = try compiler.dynamicAnchors()
        nodes = compiler.nodes
        if let circle = ReferenceCircle.find(in: nodes) {
            throw .endlessReference(at: circle.pointer)
        }
    }

    /// The keywords of draft 2020-12 that only tell people something.
    package static let standardAnnotations = Vocabulary.notes

    /// Everything that is wrong with a document, in a stable order; empty when it is valid.
    package func validate(_ instance: JSONValue) -> [SchemaViolation] {
        var validation = Validation(of: self)
        return validation.violations(of: instance)
    }
}
