import Foundation
import Testing

/// The commands beside a running service; each test has a service and a store of its own.
struct RunningServiceTests {
    private let folder: TemporaryFolder
    private let program: Program
    private var socket: String { state("referral-sync.sock") }

    init() throws {
        folder = try TemporaryFolder()
        program = Program(home: folder.url)
    }

    @Test func `a referral that was submitted to the service is in the store afterwards`() throws {
        let service = try RunningService(program)
        let submitted = try program.run(["submit", "-"], input: try minimalReferral)
        let during = try program.run(["status", "OCIT-2026-000201-1"])
        let ended = try service.end()
        let after = try program.run(["status", "OCIT-2026-000201-1"])

        #expect(submitted.code == 0, "\(submitted.errors)")
        #expect(submitted.output.hasPrefix("queued  OCIT-2026-000201-1"))
        #expect(ended.code == 0)
        #expect(during.code == 0)
        #expect(during.output == after.output)
        #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test func `broken lines are answered by their own numbers`() throws {
        let service = try RunningService(program)
        let good = try minimalReferral.replacing("\n", with: " ")
        let input = "\n{ broken\n\(good)\n[1, 2]\n"

        let with = try program.run(["submit", "-", "--json"], input: input)
        _ = try service.end()
        let without = try program.run(["submit", "-", "--json"], input: input)

        #expect(with.code == 65)
        #expect(lines(with.output) == ["2 refused", "3 queued", "4 refused"])
        #expect(lines(without.output) == ["2 refused", "3 duplicate", "4 refused"])
    }

    @Test func `only the owner may connect`() throws {
        let service = try RunningService(program)
        let attributes = try FileManager.default.attributesOfItem(atPath: socket)
        _ = try service.end()

        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `a second service does not start`() throws {
        let service = try RunningService(program)
        let second = try program.run(["run"])
        _ = try service.end()

        #expect(second.code == 69)
        #expect(second.errors.contains("running already: process \(service.pid)"))
    }

    @Test func `the socket of a killed service does not hinder the next`() throws {
        _ = try RunningService(program).end(SIGKILL)
        let wasLeft = FileManager.default.fileExists(atPath: socket)
        let between = try program.run(["queue"])
        let next = try RunningService(program)
        let during = try program.run(["queue", "--json"])

        #expect(wasLeft)
        #expect(between.code == 0, "\(between.errors)")
        #expect(during.code == 0, "\(during.errors)")
        #expect(try next.end().code == 0)
    }

    @Test func `a file in the place of the socket is left alone`() throws {
        #expect(try program.run(["queue"]).code == 0)
        try Data("precious".utf8).write(to: URL(filePath: socket))

        let outcome = try program.run(["run"])

        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("is there and is no socket"))
        #expect(try String(contentsOfFile: socket, encoding: .utf8) == "precious")
    }

    @Test func `a client that stops in the middle of a request holds up no other`() throws {
        let service = try RunningService(program)
        let hanging = try HangingClient(socket: socket)
        let queue = try program.run(["queue", "--json"])
        hanging.close()

        #expect(queue.code == 0)
        #expect(try service.end().code == 0)
    }

    @Test func `another store is not mistaken for that of the service`() throws {
        let service = try RunningService(program)
        let other = folder.url.appending(path: "other.sqlite").path

        let submitted = try program.run(
            ["submit", "-", "--store", other],
            input: try minimalReferral
        )
        let status = try program.run(["status", "OCIT-2026-000201-1"])
        _ = try service.end()

        #expect(submitted.code == 0, "\(submitted.errors)")
        #expect(status.code == 65)
    }

    private var minimalReferral: String {
        get throws {
            try String(
                contentsOf: Repository.file(
                    "Contracts/childrens-social-care/1.0/examples/minimal.referral.json"
                ),
                encoding: .utf8
            )
        }
    }

    private func state(_ name: String) -> String {
        folder.url.appending(path: ".local/state/referral-sync/\(name)").path
    }

    /// The number and the result of each answer.
    private func lines(_ output: String) -> [String] {
        output.split(separator: "\n").map { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
            let answer = object as? [String: Any] ?? [:]
            return "\(answer["line"] ?? "?") \(answer["result"] ?? "?")"
        }
    }
}
