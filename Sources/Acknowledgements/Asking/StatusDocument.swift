package import Foundation
package import JSONSchema

/// What a partner's status address gives: its answers so far, in its own vocabulary.
package struct StatusDocument: Sendable, Equatable {
    package let answers: [JSONValue]

    /// Reads the document, or nil when it does not have the agreed shape (`partner-api/1.0`).
    package init?(_ bytes: Data) {
        guard let document = try? JSONValue(parsing: bytes),
            case .array(let answers)? = document["answers"]
        else { return nil }
        self.answers = answers
    }
}
