import Foundation
import TestPrograms
import Testing

@Suite struct EscalationTests {
    static let care = "eastshire-social-care"

    // Immediate referrals: of others nobody is told at night and on holidays, and tests run then too.
    @Test func `each step is told once by mail and webhook, then that all is well, and no name`()
        async throws
    {
        try await withPeople { installation, arrived in
            _ = try await installation.startSync()
            let (reference, document) = try await installation.submitOne(urgency: "immediate")
            try await eventually {
                arrived().contains { $0.stage == 2 && $0.way == "webhook" }
                    && arrived().contains { $0.stage == 1 && $0.way == "mail" }
            }
            let overdue = try await installation.command("queue", "--overdue")
            let id = try #require(
                try await installation.delivery(of: reference, to: Self.care)["id"] as? String
            )

            try await installation.command(
                "acknowledge",
                id,
                "--by",
                "Robin Testerly",
                "--decision",
                "assessment"
            )
            try await eventually { arrived().filter { $0.stage == 0 }.count == 2 }

            #expect(overdue.output.contains("Owed since"))
            #expect(overdue.output.contains("01632 960100"))
            let steps = arrived().map { "\($0.way) \($0.stage)" }.sorted()
            #expect(steps == ["mail 0", "mail 1", "webhook 0", "webhook 2"])
            #expect(arrived().filter { !$0.isSafe }.isEmpty)
            let child = document["child"] as? [String: Any] ?? [:]
            let name = child["name"] as? [String: Any] ?? [:]
            let family = try #require(name["family"] as? String)
            for message in arrived() {
                #expect(message.text.contains(reference))
                #expect(!message.text.contains(family))
            }
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("owed for too long, step 2"))
            #expect(status.output.contains("owed no more"))
        }
    }

    @Test func `a mailbox that is not there is given up, and others are told all the same`()
        async throws
    {
        try await withPeople(tells: "nobody@force.example desk@force.example") {
            installation,
            arrived in
            let sync = try await installation.startSync()
            _ = try await installation.submitOne(urgency: "immediate")

            try await eventually { arrived().contains { $0.way == "mail" } }
            try await eventually { sync.errors.contains("nobody could be told") }

            #expect(sync.errors.contains("reply 550"))
        }
    }

    /// One message as it arrived.
    private struct Arrived {
        let way: String
        let stage: Int
        /// Sent over a secure connection by us, or signed by us.
        let isSafe: Bool
        let text: String
    }

    /// Runs a test on an agency that never answers, with a mail server and a webhook.
    private func withPeople(
        tells: String = "desk@force.example",
        _ test: (Installation, () -> [Arrived]) async throws -> Void
    ) async throws {
        var agency = Installation.Agency.named(Self.care)
        try await Installation.with(
            [agency],
            files: ["none.json": "[]"],
            sandbox: ["--script", "\(Self.care)=FOLDER/none.json"]
        ) { installation in
            let record = installation.path("arrived.ndjson")
            let people = try Program(path: "/usr/bin/python3").start([
                URL(filePath: #filePath).deletingLastPathComponent()
                    .appending(path: "people.py").path,
                installation.path("certificates"), record,
            ])
            defer { people.signal(SIGKILL) }
            try await eventually { people.output.contains("}") }
            let ports = try JSONSerialization.jsonObject(with: Data(people.output.utf8))
            let (mail, hook) = try Self.ports(in: ports)
            try Data("let-me-in\n".utf8).write(to: URL(filePath: installation.path("password")))
            try installation.writeSettings(
                """
                mail:
                  server: smtp://localhost:\(mail)
                  from: sync@force.example
                  user: sync
                  passwordFile: password
                  certificateAuthority: certificates/ca.pem
                webhook:
                  keyFile: certificates/shared.secret
                  certificateAuthority: certificates/ca.pem
                """
            )
            agency.lines += [
                "clocks:", "  acknowledgement: 1s", "escalation:",
                "  steps: 0m \(tells), 3s https://localhost:\(hook)/alarm",
            ]
            try installation.writePartner(agency)
            try await test(installation) { Self.arrived(in: record) }
        }
    }

    private static func ports(in object: Any) throws -> (Int, Int) {
        let object = object as? [String: Int]
        return (try #require(object?["mail"]), try #require(object?["hook"]))
    }

    private static func arrived(in record: String) -> [Arrived] {
        let text = (try? String(contentsOfFile: record, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let object =
                try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let object, let way = object["way"] as? String else { return nil }
            if way == "mail" {
                let text = object["text"] as? String ?? ""
                let step = text.firstMatch(of: /step ([0-9])/).flatMap { Int($0.1) } ?? 0
                let isSafe =
                    object["secure"] as? Bool == true && object["user"] as? Bool == true
                    && object["sender"] as? String == "sync@force.example"
                return Arrived(way: way, stage: step, isSafe: isSafe, text: text)
            }
            let body = object["body"] as? [String: Any] ?? [:]
            let bytes = (try? JSONSerialization.data(withJSONObject: body)) ?? Data()
            return Arrived(
                way: way,
                stage: body["stage"] as? Int ?? -1,
                isSafe: object["signed"] as? Bool == true,
                text: String(decoding: bytes, as: UTF8.self)
            )
        }
    }
}
