import Foundation

extension SchemaCompiler {
    /// `$ref` and `$dynamicRef`; with unknown keywords refused, unused definitions are read too.
    mutating func referenceRules(_ schema: SchemaObject) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let (target, _) = try target(of: "$ref", in: schema) {
            rules.append(.reference(target, keyword: "$ref"))
        }
        if let (target, anchor) = try target(of: "$dynamicRef", in: schema) {
            rules.append(
                anchor.map { .dynamicReference(target, anchor: $0) }
                    ?? .reference(target, keyword: "$dynamicRef")
            )
        }
        if unknown == .refused { _ = try children(of: schema, inMap: "$defs") }
        return rules
    }

    /// The schema that a reference leads to, and its name if it is a dynamic anchor.
    private mutating func target(
        of keyword: String,
        in schema: SchemaObject
    ) throws(SchemaError) -> (schema: Int, dynamicAnchor: String?)? {
        guard let text = try schema.text(keyword) else { return nil }
        let place = schema.location.pointer.appending(keyword)
        let address = documents.resources[schema.resource].address.resolving(URIReference(text))
        guard let found = try documents.resource(at: address.withoutFragment) else {
            throw .unresolvedReference(text, at: place)
        }
        let resource = documents.resources[found]
        let fragment = address.fragment?.removingPercentEncoding ?? ""
        guard let location = location(of: fragment, in: resource),
            documents.schema(at: location) != nil
        else { throw .unresolvedReference(text, at: place) }
        let around = documents.resource(around: location) ?? found
        return (
            node(at: location, within: around),
            resource.dynamicAnchors.contains(fragment) ? fragment : nil
        )
    }

    private func location(of fragment: String, in resource: SchemaResource) -> SchemaLocation? {
        if fragment.isEmpty || fragment.hasPrefix("/") {
            return JSONPointer(fragment).map { resource.root.appending($0.tokens) }
        }
        return resource.anchors[fragment]
    }
}
