/// Names for violations that no keyword of the schema expresses.
enum Keyword {
    /// The schema `false`, which refuses everything.
    static let falseSchema = "false"
}
