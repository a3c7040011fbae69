import Foundation

/// The published schemas of draft 2020-12, which describe schemas themselves.
enum Metaschemas {
    /// Each under its address.
    static let documents: [String: JSONValue] = {
        let texts = [
            schema, core, applicator, unevaluated, validation, metaData, formatAnnotation,
            formatAssertion, content,
        ]
        return Dictionary(uniqueKeysWithValues: texts.map(document))
    }()

    private static func document(_ text: String) -> (String, JSONValue) {
        guard let document = try? JSONValue(parsing: Data(text.utf8)),
            let address = document["$id"]?.stringValue
        else { preconditionFailure("a published metaschema in this module is damaged") }
        return (address, document)
    }
}
