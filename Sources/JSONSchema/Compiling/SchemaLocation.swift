/// The place of a schema in one of the documents at hand.
struct SchemaLocation: Hashable {
    let document: Int
    let pointer: JSONPointer

    func appending(_ tokens: [String]) -> SchemaLocation {
        SchemaLocation(document: document, pointer: JSONPointer(tokens: pointer.tokens + tokens))
    }
}
