import Foundation
import Testing

/// What the built program says to the shell.
struct ExitCodeTests {
    @Test(arguments: [
        ["submit", "--no-such-option"], ["nonsense"], ["resend", "--state", "parked"],
        ["resend", "--reason", "because"], ["queue", "--state", "lost"],
        ["queue", "--until-decided"], ["resend", "--since", "yesterday", "--preview"],
    ])
    func `a command line that is not understood is 64`(arguments: [String]) throws {
        let outcome = try run(arguments)

        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("Usage:"))
    }

    @Test func `help and version are results`() throws {
        #expect(try run(["--help"]).code == 0)
        #expect(try run(["help", "submit"]).output.contains("USAGE: referral-sync submit"))
        #expect(try run(["--version"]).output == "0.1.0\n")
    }

    @Test func `no input is 66`() throws {
        #expect(try run(["submit", "/nowhere/at-all.json"]).code == 66)
        #expect(try run(["submit", "-"]).code == 66)
    }

    @Test func `refused data is 65, with place and remedy`() throws {
        let outcome = try run(["submit", "-"], input: "{\"urgency\": \"soon\"}\n")

        #expect(outcome.code == 65)
        #expect(outcome.output.contains("/urgency: "))
        #expect(outcome.errors.contains("1 refused"))
    }

    @Test func `a name that nothing has is 65`() throws {
        #expect(try run(["status", "NO-SUCH-REFERENCE"]).code == 65)
        #expect(try run(["queue", "--partner", "nobody"]).code == 65)
    }

    @Test func `wrong settings are 78`() throws {
        let outcome = try run(["queue", "--settings", "/nowhere/settings.yaml"])

        #expect(outcome.code == 78)
        #expect(outcome.errors.hasPrefix("referral-sync: /nowhere/settings.yaml: "))
    }

    @Test func `a store without its key is 78 and is not given another`() throws {
        let folder = try TemporaryFolder()
        let program = Program(home: folder.url)
        #expect(try program.run(["queue"]).code == 0)
        let key = folder.url.appending(path: ".local/state/referral-sync/key")
        try FileManager.default.removeItem(at: key)

        let outcome = try program.run(["queue"])

        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("There is no key file at"))
        #expect(!FileManager.default.fileExists(atPath: key.path))
    }

    @Test func `a key that others may read is 77`() throws {
        let folder = try TemporaryFolder()
        let program = Program(home: folder.url)
        #expect(try program.run(["queue"]).code == 0)
        let key = folder.url.appending(path: ".local/state/referral-sync/key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: key.path
        )

        #expect(try program.run(["queue"]).code == 77)
    }

    @Test func `a folder that cannot be made is 73`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a file, not a folder", to: ".local")

        #expect(try Program(home: folder.url).run(["queue"]).code == 73)
    }

    @Test func `everything that is made is for its owner only`() throws {
        let folder = try TemporaryFolder()
        #expect(try Program(home: folder.url).run(["queue"]).code == 0)

        let state = folder.url.appending(path: ".local/state/referral-sync")
        let names = try FileManager.default.contentsOfDirectory(atPath: state.path)
        for path in [state.path] + names.map({ state.appending(path: $0).path }) {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let permissions = try #require(attributes[.posixPermissions] as? Int)
            #expect(permissions & 0o077 == 0, "\(path)")
        }
        #expect(names.contains("key"))
    }

    private func run(_ arguments: [String], input: String = "") throws -> Program.Outcome {
        let folder = try TemporaryFolder()
        return try Program(home: folder.url).run(arguments, input: input)
    }
}
