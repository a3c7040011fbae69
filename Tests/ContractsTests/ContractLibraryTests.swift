import Contracts
import Foundation
import JSONSchema
import Testing

@Suite struct ContractLibraryTests {
    @Test func `a missing folder is named with what to do`() {
        let error = loadError { _ in }

        #expect(error?.contains("missing") == true)
    }

    @Test(arguments: [
        ("schema.json", "{\"type\": }", "Line 1"),
        ("schema.json", "{\"typo\": \"object\"}", "typo"),
        ("schema.json", "{\"format\": \"no-such-format\"}", "no-such-format"),
        ("projection.jq", "{ broken", "does not compile"),
        ("projection.jq", "{now: now}", "`now`"),
        ("projection.jq", "env.HOME", "`env`"),
        ("projection.jq", "\"\\(input)\"", "`input`"),
        ("acknowledgement.jq", "$ENV", "`$ENV`"),
        ("projection.jq", "\"\\($ # c\n ENV.HOME)\"", "`$`"),
        ("contract.json", "{}", "name"),
        (
            "contract.json",
            #"{"name":"other","version":"1.0","title":"t","status":"draft","mediaType":"application/json"}"#,
            "expected the name"
        ),
    ])
    func `a broken file is named with what is wrong`(
        file: String,
        content: String,
        expected: String
    ) {
        let error = loadError { folder in
            let contract = folder.appending(path: "education/1.0")
            try Data(content.utf8).write(to: contract.appending(path: file))
        }

        #expect(error?.contains(file) == true, "\(error ?? "no error")")
        #expect(error?.contains(expected) == true, "\(error ?? "no error")")
    }

    @Test func `a contract that lacks a file is named, not passed over`() {
        let error = loadError { folder in
            try FileManager.default.removeItem(
                at: folder.appending(path: "education/1.0/projection.jq")
            )
        }

        #expect(error?.contains("education/1.0/projection.jq") == true)
    }

    @Test func `an added folder is a contract, without a rebuild`() throws {
        try withCopy { folder in
            let files = FileManager.default
            try files.copyItem(
                at: folder.appending(path: "education"),
                to: folder.appending(path: "nursery")
            )
            let about = folder.appending(path: "nursery/1.0/contract.json")
            let text = try String(contentsOf: about, encoding: .utf8)
                .replacing("\"education\"", with: "\"nursery\"", maxReplacements: 1)
            try text.write(to: about, atomically: true, encoding: .utf8)

            let library = try ContractLibrary.load(from: folder)

            #expect(library.contracts.map(\.id.description).contains("nursery/1.0"))
        }
    }

    /// The message of loading a copy of the contracts after a change; none at all for no folder.
    private func loadError(_ change: (URL) throws -> Void) -> String? {
        do {
            try withCopy { folder in
                try change(folder)
                if try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty {
                    return
                }
                _ = try ContractLibrary.load(from: folder)
            }
            _ = try ContractLibrary.load(from: URL(filePath: "/nowhere/at-all"))
            return nil
        } catch let error as ContractError {
            return error.message
        } catch {
            return nil
        }
    }

    private func withCopy(_ test: (URL) throws -> Void) throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "contracts-\(UUID().uuidString)")
        // A link must not lead the test into the real contracts.
        try files.copyItem(at: ContractsOnDisk.folder.resolvingSymlinksInPath(), to: folder)
        defer { try? files.removeItem(at: folder) }
        try test(folder)
    }
}
