/// What `properties`, `patternProperties` and `additionalProperties` say about an object's members.
struct MemberRules: Sendable {
    /// The known keys in order, so that violations have one order.
    let properties: [(name: String, schema: Int)]
    let names: Set<String>
    let patterns: [(pattern: TextPattern, schema: Int)]
    let additional: Int?
    /// Whether `additional` refuses everything.
    let isClosed: Bool
}
