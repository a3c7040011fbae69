/// One compiled schema; others are named by their index.
struct SchemaNode: Sendable {
    /// Its place in its own document.
    let pointer: JSONPointer
    /// The resource that it belongs to, for `$dynamicRef`.
    let resource: Int
    var rules: [SchemaRule] = []
    /// Whether what it describes is personal data.
    var isPersonal = false
    /// What it says about itself to people, if it is short.
    var about: String?
    /// Whether it has to know which parts of a document others have dealt with.
    var needsEvaluated = false
}
