import Foundation
import JSONSchema

/// One schema of the official suite with the documents to try on it.
struct SuiteCase {
    struct Try {
        let description: String
        let document: JSONValue
        let isValid: Bool
    }

    let name: String
    let schema: JSONValue
    let tries: [Try]

    static func read(from file: URL) throws -> [SuiteCase] {
        let cases = try JSONValue(parsing: Data(contentsOf: file)).arrayValue ?? []
        return cases.map { SuiteCase($0, file: file.lastPathComponent) }
    }

    private init(_ value: JSONValue, file: String) {
        name = "\(file): \(value["description"]?.stringValue ?? "")"
        schema = value["schema"] ?? nil
        tries = (value["tests"]?.arrayValue ?? []).map {
            Try(
                description: $0["description"]?.stringValue ?? "",
                document: $0["data"] ?? nil,
                isValid: $0["valid"] == true
            )
        }
    }

    /// The descriptions of those tries that do not come out as the suite says.
    func failures(
        resources: [String: JSONValue],
        formats: FormatChecks
    ) -> [String] {
        do {
            let compiled = try CompiledSchema(
                schema,
                resources: resources,
                formats: formats,
                unknownKeywords: .ignored
            )
            return tries.filter { compiled.validate($0.document).isEmpty != $0.isValid }
                .map {
                    "\(name) / \($0.description): should be \($0.isValid ? "valid" : "invalid")"
                }
        } catch {
            return tries.map { "\(name) / \($0.description): \(error.message)" }
        }
    }
}
