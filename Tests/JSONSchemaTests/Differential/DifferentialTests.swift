import Foundation
import JSONSchema
import Testing

/// Agreement with the Python package jsonschema on random schemas and documents.
struct DifferentialTests {
    private static let count = 20_000

    private struct Disagreement: CustomStringConvertible {
        let schema: JSONValue
        let document: JSONValue
        let isValidElsewhere: Bool

        var description: String {
            let text = { (value: JSONValue) in String(decoding: value.serialized(), as: UTF8.self) }
            return "elsewhere \(isValidElsewhere ? "valid" : "refused"): \(text(document)) "
                + "by \(text(schema))"
        }
    }

    @Test func `the same documents are valid as elsewhere`() throws {
        // Another seed, given in SCHEMA_SEED, finds other cases.
        let given = ProcessInfo.processInfo.environment["SCHEMA_SEED"].flatMap { Int($0) }
        let seed = given ?? 20_261_124
        let pairs = try generate(seed: seed)

        var valid = 0
        var disagreements: [Disagreement] = []
        var compiled: (schema: JSONValue, validator: CompiledSchema)?
        for line in pairs.split(separator: UInt8(ascii: "\n")) {
            let pair = try JSONValue(parsing: Data(line))
            let schema = try #require(pair["schema"])
            let document = try #require(pair["document"])
            let isValid = pair["valid"] == true
            if compiled?.schema != schema {
                compiled = (schema, try CompiledSchema(schema, formats: .annotated))
            }
            valid += isValid ? 1 : 0
            if compiled?.validator.validate(document).isEmpty != isValid {
                disagreements.append(
                    Disagreement(schema: schema, document: document, isValidElsewhere: isValid)
                )
            }
        }

        let total = pairs.count { $0 == UInt8(ascii: "\n") }
        print("JSON Schema against Python, seed \(seed): \(total) pairs, \(valid) of them valid")
        #expect(total >= Self.count)
        #expect((total / 10...total / 10 * 9).contains(valid))
        #expect(disagreements.isEmpty, "seed \(seed): \(disagreements.prefix(3))")
    }

    private func generate(seed: Int) throws -> Data {
        let process = Process()
        let output = Pipe()
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let packages = folder.appending(path: "../../../.build-suites/python").standardizedFileURL
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", folder.appending(path: "generate.py").path, "--seed", "\(seed)",
            "--count", "\(Self.count)",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONPATH": packages.path]
        ) { $1 }
        process.standardOutput = output
        try process.run()
        let pairs = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run deploy/fetch-python-checks.sh first")
        return pairs
    }
}
