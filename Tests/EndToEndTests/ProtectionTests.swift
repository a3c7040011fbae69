import Foundation
import TestPrograms
import Testing

/// What keeps children's data from those who may not have it, and proves who had it.
@Suite struct ProtectionTests {
    private static let care = "eastshire-social-care"
    private static let python = Program(path: "/usr/bin/python3")

    @Test func `one child is erased, everywhere, and all others are as before`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            _ = try await installation.startSync()
            let input = try await installation.referrals(20)
            try await installation.command("submit", "-", input: input)
            try await eventually {
                try await installation.counts(of: Self.care)["decided"] == 20
            }
            let erased = try #require(try sources(in: input).first)
            let details = try await installation.command(
                "status",
                erased,
                "--reveal",
                "--reason",
                "Before the erasure"
            )

            let unsure = try await installation.command(
                "erase",
                erased,
                "--reason",
                "Its time is over"
            )
            let held = try await installation.command(
                "hold",
                erased,
                "--reason",
                "Proceedings 26/1"
            )
            let refused = try await erase(erased, installation)
            try await installation.command("release", erased, "--reason", "They ended")
            let done = try await erase(erased, installation)

            #expect(details.code == 0 && details.output.contains("OFFICIAL-SENSITIVE"))
            #expect(unsure.code == 64 && held.code == 0)
            #expect(unsure.output.contains("the child of: \(erased)"))
            #expect(unsure.output.contains("would be told to delete: \(Self.care)"))
            #expect(
                refused.code == 65 && refused.errors.contains("The law holds this child's data")
            )
            #expect(refused.errors.contains("referral-sync release \(erased)"))
            #expect(done.code == 0 && done.output.contains("told to delete: \(Self.care)"))
            try await eventually {
                try await installation.state(of: erased, to: Self.care, message: "purge")
                    == "withdrawn"
            }
            let gone = try await installation.command(
                "status",
                erased,
                "--reveal",
                "--reason",
                "After the erasure"
            )
            #expect(gone.code == 65 && gone.errors.contains("was erased"))
            let feedback = try await installation.command("report", "feedback")
            #expect(feedback.code == 0, "\(feedback.errors)")
            let left = try await installation.command("status", erased)
            #expect(left.code == 0 && left.output.contains("ERASED"))
            #expect(left.output.contains("\(Self.care): order to delete, confirmed"))
            let journal = try await installation.journal(of: Self.care)
            #expect(journal["purges"] == 1 && journal["withdrawals"] == 0)
            #expect(try await erase(erased, installation).errors.contains("was erased on"))
            let again = try await installation.command("submit", "-", input: input)
            #expect(again.code == 65 && again.output.contains("was erased;"))
            for other in try sources(in: input).dropFirst() {
                let shown = try await installation.command(
                    "status",
                    other,
                    "--reveal",
                    "--reason",
                    "A check"
                )
                #expect(shown.code == 0)
            }
            let certificate = try await installation.command("retention", "certificate", erased)
            #expect(certificate.output.contains("Erased: \(erased)"))
            let verified = try await installation.command("audit", "verify")
            #expect(verified.code == 0, "\(verified.output)")
        }
    }

    @Test func `nothing undelivered is erased`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()

            let refused = try await erase(reference, installation)

            #expect(refused.code == 65 && refused.errors.contains("nothing undelivered is touched"))
        }
    }

    @Test func `details are shown for a reason, folded, and noted`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, document) = try await installation.submitOne()
            let child = try #require(document["child"] as? [String: Any])
            let name = try #require(child["name"] as? [String: Any])
            let family = try #require(name["family"] as? String)
            let given = try #require(name["given"] as? String)
            let born = try #require((child["birth"] as? [String: Any])?["date"] as? String)

            let without = try await installation.command("status", reference)
            let unexplained = try await installation.command("status", reference, "--reveal")
            let folded = try await installation.command(
                "status",
                reference,
                "--reveal",
                "--reason",
                "The school rang"
            )
            let open = try await installation.command(
                "status",
                reference,
                "--reveal",
                "--narrative",
                "--reason",
                "The school rang"
            )
            let json = try await installation.command(
                "status",
                reference,
                "--reveal",
                "--reason",
                "The school rang",
                "--json"
            )
            let found = try await installation.command(
                "find",
                "--given",
                given.uppercased(),
                "--family",
                family,
                "--born",
                born,
                "--reason",
                "A call from the mother"
            )
            let listed = try await installation.command("audit", "list", reference)

            #expect(!without.output.contains(family) && unexplained.code == 64)
            #expect(folded.output.contains(family) && folded.output.contains("may be distressing"))
            #expect(!open.output.contains("may be distressing"))
            let lines = json.output.split(separator: "\n")
            let details = try #require(try json.objects().first)
            #expect(lines.count == 1 && details["marking"] as? String == "OFFICIAL-SENSITIVE")
            let referral = details["referral"] as? [String: Any]
            #expect(referral?["sourceReference"] as? String == reference)
            #expect(found.output.contains(reference))
            #expect(listed.output.contains("details opened: The school rang"))
            #expect(listed.output.contains("found by search: A call from the mother"))
            #expect(!listed.output.contains(family))
        }
    }

    @Test func `who opens very many children's details is stopped`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let sync = try await installation.startSync()

            var codes: [Int32] = []
            for _ in 0...30 {
                codes.append(
                    try await installation.command(
                        "status",
                        reference,
                        "--reveal",
                        "--reason",
                        "Curiosity"
                    ).code
                )
            }

            let search = try await installation.command(
                "find",
                "--nhs-number",
                "9990000018",
                "--reason",
                "Curiosity"
            )
            let log = try await installation.command("audit", "list", "--kind", "administration")

            #expect(codes == Array(repeating: 0, count: 30) + [77])
            #expect(search.code == 77 && search.errors.contains("30 times within an hour"))
            #expect(log.output.contains("refused (details)"))
            #expect(log.output.contains("refused (search)"))
            #expect(sync.errors.contains("many children's details were opened"))
            #expect(sync.errors.contains("a look at children's details was refused"))
        }
    }

    @Test func `the log is proven without us, and partners witness it`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            _ = try await installation.startSync()
            let input = try await installation.referrals(30)
            try await installation.command("submit", "-", input: input)
            try await eventually {
                try await installation.counts(of: Self.care)["decided"] == 30
            }
            let reference = try #require(try sources(in: input).first)
            // The first deliveries may leave before the first checkpoint is signed.
            var count = 30
            try await eventually {
                count += 1
                let more = try await installation.referrals(count)
                try await installation.command("submit", "-", input: more)
                return try await !checkpointsSeen(installation).isEmpty
            }

            let bundle = try await installation.command("audit", "export", reference)
            let log = installation.path("log")
            let files = try await installation.command("audit", "export", "--log", log, "--json")
            let key = try #require(try files.objects().first?["vkey"] as? String)
            let tiles = try await Self.python.run([verifier, "tiles", log, key])
            let proven = try await Self.python.run(
                [verifier, "bundle"],
                input: Data(bundle.output.utf8)
            )
            let witnessed = try await checkpointsSeen(installation)
            try witnessed.first?.write(to: URL(filePath: installation.path("witness")))
            let verified = try await installation.command(
                "audit",
                "verify",
                "--checkpoint",
                installation.path("witness")
            )

            #expect(tiles.code == 0, "\(tiles.output)")
            #expect(proven.code == 0, "\(proven.output)")
            #expect(!witnessed.isEmpty && verified.code == 0, "\(verified.output)")
            let entries = installation.path("log/tile/entries/000.p")
            let bundleFile = try #require(
                try FileManager.default.contentsOfDirectory(atPath: entries).first
            )
            let place = URL(filePath: "\(entries)/\(bundleFile)")
            var bytes = try Data(contentsOf: place)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: place)
            #expect(try await Self.python.run([verifier, "tiles", log, key]).code == 1)
        }
    }

    /// Only root can become another user.
    @Test(.enabled(if: getuid() == 0))
    func `another user of the machine may do only what the settings say`() async throws {
        try await Installation.with(
            [.named(Self.care)],
            settings: "roles:\n  viewer: user:nobody"
        ) { installation in
            let sync = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()

            let queue = try await ask(installation, "GET", "/v1/queue")
            let resend = try await ask(
                installation,
                "POST",
                "/v1/resends",
                #"{"ids":[],"again":false,"preview":false}"#
            )
            let erase = try await ask(
                installation,
                "POST",
                "/v1/erasures",
                #"{"referral":"\#(reference)","reason":"x"}"#
            )

            let unasked = try await Program.referralSync.run(
                ["doctor", "--settings", installation.path("settings.yaml")]
            )
            #expect(unasked.output.contains("audit log"))
            #expect(queue.hasPrefix("200"))
            #expect(resend.hasPrefix("403") && resend.contains("needs the role operator"))
            #expect(erase.hasPrefix("403"))
            let audit = try await installation.command("audit", "list", "--kind", "administration")
            #expect(audit.output.contains("refused") && audit.output.contains("nobody"))
            #expect(!sync.errors.contains("request failed"))
        }
    }

    /// Only root can become another user.
    @Test(.enabled(if: getuid() == 0 && Program.referralSync.isForEverybody))
    func `whoever has no role is told that, not to take the key`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            _ = try await installation.startSync()
            let nobody = Program(path: "/usr/bin/setpriv")

            func ask(_ command: String) async throws -> Program.Outcome {
                try await nobody.run(
                    [
                        "--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
                        Program.referralSync.path, command, "--settings",
                        installation.path("settings.yaml"),
                    ]
                )
            }
            let (queue, doctor) = (try await ask("queue"), try await ask("doctor"))

            #expect(queue.code == 77)
            #expect(queue.errors.contains("nobody may not use the service's socket"))
            #expect(doctor.output.contains("cannot be seen by this user"))
            #expect(!doctor.output.contains("none answers"))
        }
    }

    /// Only root can become another user.
    @Test(.enabled(if: getuid() == 0 && Program.referralSync.isForEverybody))
    func `doctor says what a viewer may not see, and asks for nothing of it`() async throws {
        try await Installation.with(
            [.named(Self.care)],
            settings: "roles:\n  viewer: user:nobody"
        ) { installation in
            _ = try await installation.startSync()

            let doctor = try await Program(path: "/usr/bin/setpriv").run(
                [
                    "--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
                    Program.referralSync.path, "doctor", "--json", "--settings",
                    installation.path("settings.yaml"),
                ]
            )

            let checks = try doctor.objects()
            func verdict(_ name: String) -> String? {
                checks.first { $0["name"] as? String == name }?["verdict"] as? String
            }
            let skipped = ["key", "certificates of \(Self.care)", "audit log", "backup"]
            #expect(skipped.map(verdict) == Array(repeating: "skip", count: 4))
            #expect(verdict("service") == "ok" && doctor.code == 0, "\(doctor.output)")
            let log = try await installation.command("audit", "list", "--kind", "administration")
            #expect(!log.output.contains("refused"))
        }
    }

    @Test func `a role that is given to nobody is told`() async throws {
        try await Installation.with(
            [.named(Self.care)],
            settings: "roles:\n  viewer: user:alcie, group:no-such-desk"
        ) { installation in
            let sync = try await installation.startSync()

            let doctor = try await installation.command("doctor").output

            for grantee in ["user:alcie", "group:no-such-desk"] {
                #expect(doctor.contains("this machine has no \(grantee)"))
                #expect(sync.errors.contains("grantee=\(grantee)"))
            }
        }
    }

    @Test func `a token does what it is for until it is revoked`() async throws {
        let port = try freePort()
        try await Installation.with(
            [.named(Self.care)],
            settings: listener(port)
        ) { installation in
            let sync = try await installation.startSync()
            try await eventually { sync.errors.contains("answers may be posted") }
            let made = try await installation.command(
                "tokens",
                "create",
                "--name",
                "case-system",
                "--role",
                "submitter",
                "--json"
            ).objects().first
            let secret = try #require(made?["secret"] as? String)
            let id = try #require((made?["token"] as? [String: Any])?["id"] as? String)
            let referral = try await installation.referrals(1)

            let health = [
                try await post(Data(), secret, port, installation, "health", "GET"),
                try await post(Data(), nil, port, installation, "health", "GET"),
                try await post(Data(), secret, port, installation, "nothing"),
            ]
            let unknown = try await post(referral, nil, port, installation)
            let wrong = try await post(referral, secret + "0", port, installation)
            let good = try await post(referral, secret, port, installation)
            let beyond = try await post(
                Data(#"{"query":{"limit":5}}"#.utf8),
                secret,
                port,
                installation,
                "audit/list"
            )
            let twice = try await installation.command(
                ["tokens", "create", "--name", "case-system", "--role", "viewer"]
            )
            try await installation.command("tokens", "revoke", String(id.prefix(8)))
            let revoked = try await post(referral, secret, port, installation)

            #expect([unknown, wrong, good, beyond, revoked] == [401, 401, 200, 403, 401])
            #expect(health == [200, 401, 404])
            #expect(twice.code == 65 && twice.errors.contains("tokens revoke case-system"))
            let listed = try await installation.command("audit", "list")
            #expect(listed.output.contains("token case-system"))
            let store = try? Data(contentsOf: URL(filePath: installation.path("store.sqlite")))
            #expect(store?.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func `nobody makes files on the service's machine over the network`() async throws {
        let port = try freePort()
        try await Installation.with(
            [.named(Self.care)],
            settings: listener(port)
        ) { installation in
            let sync = try await installation.startSync()
            try await eventually { sync.errors.contains("answers may be posted") }
            let made = try await installation.command(
                ["tokens", "create", "--name", "chief", "--role", "administrator", "--json"]
            ).objects().first
            let secret = try #require(made?["secret"] as? String)
            let folder = installation.path("stolen")
            let files = Data(#"{"folder":"\#(folder)"}"#.utf8)
            let backup = Data(
                #"{"id":"1","folder":"\#(folder)","name":"b","keysKeptDays":1}"#.utf8
            )

            let answers = [
                try await post(files, secret, port, installation, "audit/files"),
                try await post(backup, secret, port, installation, "backups"),
                try await post(
                    Data(#"{"key":"k","act":"made"}"#.utf8),
                    secret,
                    port,
                    installation,
                    "keys/notes"
                ),
            ]

            #expect(answers == [403, 403, 403])
            #expect(!FileManager.default.fileExists(atPath: folder))
            let log = try await installation.command("audit", "list").output
            for asked in ["audit/files", "backup", "keys/notes"] {
                #expect(log.contains("refused (\(asked) over HTTPS)"))
            }
            let here = try await installation.command("audit", "export", "--log", folder)
            #expect(here.code == 0)
        }
    }

    @Test func `who looked at the log or changed a key is in the log, and why`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let first = try #require(
                try await installation.command("audit", "list", "--json").objects().first
            )
            let entries = try #require(first["entries"] as? [[String: Any]])
            let entry = try #require(entries.first?["id"] as? String)

            for command in [
                ["audit", "verify"], ["audit", "prove", entry], ["audit", "export", reference],
                ["audit", "export", "--log", installation.path("log")], ["keys", "create"],
            ] {
                let why = "For \(command.joined(separator: " ").replacing("/", with: " "))"
                let done = try await installation.command(command + ["--reason", why])
                #expect(done.code == 0, "\(done.errors)")
            }
            let old = try #require(
                try await installation.command("keys", "list", "--json").objects()
                    .first { $0["state"] as? String == "current" }?["id"] as? String
            )
            try await installation.command("keys", "rotate")
            try await installation.command("keys", "retire", old, "--reason", "It is old")

            let log = try await installation.command("audit", "list").output
            for line in [
                "log verified: For audit verify", "entry proven: For audit prove",
                "log of a child exported: For audit export", "log exported: For audit export",
                "key made (", "For keys create", "key retired (\(old)): It is old",
            ] {
                #expect(log.contains(line), "\(line) is missing in \(log)")
            }
            #expect(try await installation.command("audit", "verify").code == 0)
        }
    }

    // What the tests share

    private func listener(_ port: Int) -> String {
        """
        listener:
          address: localhost:\(port)
          certificate: certificates/server.pem
          key: certificates/server.key
          clientAuthorities: certificates/ca.pem
        """
    }

    private func erase(
        _ reference: String,
        _ installation: Installation
    ) async throws -> Program.Outcome {
        try await installation.command(
            "erase",
            reference,
            "--reason",
            "Its time is over",
            "--yes"
        )
    }

    private func sources(in input: Data) throws -> [String] {
        try input.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            return object?["sourceReference"] as? String
        }
    }

    private var verifier: String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../deploy/verify-log.py").standardizedFileURL.path
    }

    /// The checkpoints that came with deliveries, by the sandbox's journal.
    private func checkpointsSeen(_ installation: Installation) async throws -> [Data] {
        let outcome = try await Program.partnerSandbox.run(
            ["journal", installation.path("sandbox"), "--json", "--list"])
        return outcome.output.matches(of: /"auditCheckpoint" *: *"([A-Za-z0-9+\/=\\]+)"/)
            .compactMap { Data(base64Encoded: String($0.1).replacing("\\/", with: "/")) }
    }

    /// Asks on the socket as the user nobody; the status and the body.
    private func ask(
        _ installation: Installation,
        _ method: String,
        _ path: String,
        _ body: String = ""
    ) async throws -> String {
        let script = """
            import http.client, os, socket, sys
            os.setgroups([]); os.setgid(65534); os.setuid(65534)
            c = http.client.HTTPConnection("localhost")
            c.sock = socket.socket(socket.AF_UNIX); c.sock.connect(sys.argv[1])
            c.request(sys.argv[2], sys.argv[3], sys.argv[4])
            r = c.getresponse(); print(r.status, r.read().decode())
            """
        let place = installation.path("socket")
        return try await Self.python.run(["-c", script, place, method, path, body]).output
    }

    private func post(
        _ body: Data,
        _ secret: String?,
        _ port: Int,
        _ installation: Installation,
        _ path: String = "referrals",
        _ method: String = "POST"
    ) async throws -> Int? {
        let script = """
            import http.client, ssl, sys
            t = ssl.create_default_context(cafile=sys.argv[1])
            c = http.client.HTTPSConnection("localhost", int(sys.argv[2]), context=t)
            h = {"Authorization": "Bearer " + sys.argv[5]} if len(sys.argv) > 5 else {}
            c.request(sys.argv[4], "/v1/" + sys.argv[3], sys.stdin.buffer.read(), h)
            print(c.getresponse().status)
            """
        let arguments =
            ["-c", script, installation.path("certificates/ca.pem"), "\(port)", path, method]
            + (secret.map { [$0] } ?? [])
        let outcome = try await Self.python.run(arguments, input: body)
        return Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
