/// One thing that is wrong with a document; never quotes the document.
package struct SchemaViolation: Sendable, Hashable {
    /// Where in the document.
    package let instancePointer: JSONPointer
    /// Which keyword, as a place in the schema's document.
    package let schemaPointer: JSONPointer
    /// The keyword that was not fulfilled.
    package let keyword: String
    /// What was expected and what to do, in a sentence.
    package let message: String

    /// Describes one thing that is wrong.
    package init(
        instancePointer: JSONPointer,
        schemaPointer: JSONPointer,
        keyword: String,
        message: String
    ) {
        self.instancePointer = instancePointer
        self.schemaPointer = schemaPointer
        self.keyword = keyword
        self.message = message
    }
}
