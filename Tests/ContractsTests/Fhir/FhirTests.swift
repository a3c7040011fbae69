import Contracts
import Foundation
import JSONSchema
import Testing

/// `health-fhir` is FHIR R4 by HL7's own schema and by independent validators.
@Suite struct FhirTests {
    @Test func `every payload is valid FHIR R4`() throws {
        let examples = ContractsOnDisk.cases("health-fhir/1.0", "examples", ending: ".payload.json")
        let files = examples.map {
            ContractsOnDisk.folder.appending(path: "health-fhir/1.0/examples/\($0).payload.json")
        }

        let problems = try problems(in: files)

        #expect(problems.count == files.count)
        #expect(files.count >= 10)
        for (file, found) in problems { #expect(found == [], "\(file)") }
    }

    /// The validators must be able to refuse.
    @Test func `a payload that is no FHIR is found out`() throws {
        let payload = try ContractsOnDisk.read(
            "health-fhir/1.0",
            "examples/full.payload.json"
        )
        let text = String(decoding: payload, as: UTF8.self)
            .replacing("\"gender\": \"female\"", with: "\"gender\": \"neither\", \"unknown\": 1")
        let file = FileManager.default.temporaryDirectory
            .appending(path: "no-fhir-\(UUID().uuidString).json")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }

        let found = try #require(try problems(in: [file]).values.first)

        #expect(found.contains { $0.contains("unknown") })
        #expect(found.contains { $0.contains("gender") })
    }

    @Test func `the headers of the booking and referral standard are resources`() throws {
        let headers = try #require(
            try ContractsOnDisk.contract("health-fhir/1.0").about.headers
        )

        for (name, kind) in [
            ("NHSD-End-User-Organisation", "Organization"), ("NHSD-Requesting-Software", "Device"),
        ] {
            let bytes = try #require(Data(base64Encoded: headers[name] ?? ""))
            #expect(try JSONValue(parsing: bytes)["resourceType"]?.stringValue == kind)
        }
        let target = try #require(Data(base64Encoded: headers["NHSD-Target-Identifier"] ?? ""))
        #expect(try JSONValue(parsing: target)["value"]?.stringValue?.isEmpty == false)
    }

    /// What the validators say about each file.
    private func problems(in files: [URL]) throws -> [String: [String]] {
        let suites = ContractsOnDisk.folder.deletingLastPathComponent()
            .appending(path: ".build-suites")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "python3",
                URL(filePath: #filePath).deletingLastPathComponent()
                    .appending(path: "validate.py").path,
                "--schema", suites.appending(path: "fhir/fhir.schema.json").path,
            ] + files.map(\.path)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONPATH": suites.appending(path: "python").path]
        ) { $1 }
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run deploy/fetch-python-checks.sh first")
        var problems: [String: [String]] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let value = try JSONValue(parsing: Data(line))
            problems[value["file"]?.stringValue ?? ""] =
                value["problems"]?.arrayValue?.map {
                    String(decoding: $0.serialized(), as: UTF8.self)
                }
        }
        return problems
    }
}
