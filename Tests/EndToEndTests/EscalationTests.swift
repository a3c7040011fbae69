import Foundation
import Synchronization
import TestPrograms
import Testing

@Suite struct EscalationTests {
    static let care = "eastshire-social-care"

    // Immediate referrals: of others nobody is told at night and on holidays, and tests run then too.
    @Test func `each step is told once by mail and webhook, then that all is well, and no name`()
        async throws
    {
        try await withPeople { installation, _, arrived in
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
            _,
            arrived in
            let sync = try await installation.startSync()
            _ = try await installation.submitOne(urgency: "immediate")

            try await eventually { arrived().contains { $0.way == "mail" } }
            try await eventually { sync.errors.contains("nobody could be told") }

            #expect(sync.errors.contains("reply 550"))
        }
    }

    @Test
    func `what could not be told while mail and webhook were down is told once each afterwards`()
        async throws
    {
        try await withPeople { installation, people, arrived in
            let ports = people.ports
            people.leave()
            let sync = try await installation.startSync()
            _ = try await installation.submitOne(urgency: "immediate")
            try await eventually {
                sync.errors.ranges(of: "a message could not be sent yet").count == 2
            }
            #expect(arrived().isEmpty)

            try await people.comeBack(to: ports)
            try await eventually { arrived().count >= 2 }
            // What was sent twice would have come by the time that the end is told.
            let id = try await installation.deliveries(of: "OCIT-2026-000001-1").first?["id"]
            try await installation.command(
                "acknowledge",
                try #require(id as? String),
                "--by",
                "Robin Testerly",
                "--decision",
                "assessment"
            )
            try await eventually { arrived().filter { $0.stage == 0 }.count == 2 }

            let steps = arrived().map { "\($0.way) \($0.stage)" }.sorted()
            #expect(steps == ["mail 0", "mail 1", "webhook 0", "webhook 2"])
            #expect(!sync.errors.contains("nobody could be told"))
        }
    }

    @Test(arguments: ["quiet hours", "holiday"])
    func `at night and on holidays only what is immediate is told`(time: String) async throws {
        try await withPeople(now: time) { installation, _, arrived in
            let sync = try await installation.startSync()
            var references: [String] = []
            for (line, urgency) in zip(
                String(decoding: try await installation.referrals(2), as: UTF8.self)
                    .split(separator: "\n"),
                ["standard", "immediate"]
            ) {
                var referral =
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
                referral["urgency"] = urgency
                references.append(referral["sourceReference"] as? String ?? "")
                try await installation.command(
                    "submit",
                    input: try JSONSerialization.data(withJSONObject: referral)
                )
                try await eventually {
                    try await installation.totals()["overdue"] == references.count
                }
            }

            try await eventually { arrived().count == 2 }

            #expect(arrived().allSatisfy { $0.text.contains(references[1]) })
            #expect(!arrived().contains { $0.text.contains(references[0]) })
            let status = try await installation.command("status", references[0])
            #expect(status.output.contains("acknowledgement due"))
            #expect(!status.output.contains("owed for too long, step"))
            #expect(!sync.errors.contains("could not be sent"))
        }
    }

    /// The mail server and the webhook of a test.
    private final class People: Sendable {
        let ports: (mail: Int, hook: Int)
        private let arguments: [String]
        private let running: Mutex<RunningProgram>

        init(_ installation: Installation, record: String) async throws {
            let script = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "people.py").path
            arguments = [script, installation.path("certificates"), record]
            let program = try Program(path: "/usr/bin/python3").start(arguments)
            running = Mutex(program)
            try await eventually { program.output.contains("}") }
            let found = try JSONSerialization.jsonObject(with: Data(program.output.utf8))
            let ports = found as? [String: Int]
            self.ports = (try #require(ports?["mail"]), try #require(ports?["hook"]))
        }

        func leave() { running.withLock { $0.signal(SIGKILL) } }

        /// Starts the two again where they were.
        func comeBack(to ports: (mail: Int, hook: Int)) async throws {
            let program = try Program(path: "/usr/bin/python3")
                .start(arguments + ["\(ports.mail)", "\(ports.hook)"])
            running.withLock { $0 = program }
            try await eventually { program.output.contains("}") }
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
        now: String = "quiet hours",
        _ test: (Installation, People, () -> [Arrived]) async throws -> Void
    ) async throws {
        var agency = Installation.Agency.named(Self.care)
        try await Installation.with(
            [agency],
            files: ["none.json": "[]"],
            sandbox: ["--script", "\(Self.care)=FOLDER/none.json"]
        ) { installation in
            let record = installation.path("arrived.ndjson")
            let people = try await People(installation, record: record)
            defer { people.leave() }
            let (mail, hook) = people.ports
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
                \(now == "holiday" ? try Self.holiday(at: installation) : Self.quietHours)
                """
            )
            agency.lines += [
                "clocks:", "  acknowledgement: 1s", "escalation:",
                "  steps: 0m \(tells), 3s https://localhost:\(hook)/alarm",
            ]
            try installation.writePartner(agency)
            try await test(installation, people) { Self.arrived(in: record) }
        }
    }

    /// Settings that make it night now.
    private static var quietHours: String {
        let hour = Calendar.london.component(.hour, from: Date())
        let (begin, end) = ((hour + 23) % 24, (hour + 2) % 24)
        return
            "escalation:\n  quiet: \(begin < 10 ? "0" : "")\(begin):00-\(end < 10 ? "0" : "")\(end):00"
    }

    /// Settings that make today and tomorrow holidays.
    private static func holiday(at installation: Installation) throws -> String {
        let file = URL(filePath: Installation.contracts)
            .appending(path: "../deploy/calendars/england-and-wales.json").standardizedFileURL
        let style = Date.ISO8601FormatStyle(timeZone: Calendar.london.timeZone)
            .year().month().day()
        let days = [Date(), Date().addingTimeInterval(86_400)]
            .map { "\"\($0.formatted(style))\"" }.joined(separator: ", ")
        try String(contentsOf: file, encoding: .utf8)
            .replacing("\"holidays\": [", with: "\"holidays\": [\(days),")
            .write(toFile: installation.path("days.json"), atomically: true, encoding: .utf8)
        return "calendar: days.json\nescalation:\n  quiet: off"
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

extension Calendar {
    /// The calendar by which partners live.
    fileprivate static var london: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/London") ?? .gmt
        return calendar
    }
}
