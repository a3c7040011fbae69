/// A schema with an address of its own, and the places in it that have names.
struct SchemaResource {
    let address: URIReference
    let root: SchemaLocation
    let vocabularies: Set<Vocabulary>
    /// The places of `$anchor` and `$dynamicAnchor`.
    var anchors: [String: SchemaLocation] = [:]
    /// The names among them that a `$dynamicRef` may find anew.
    var dynamicAnchors: Set<String> = []
}
