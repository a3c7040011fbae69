import Foundation
import TestPrograms
import Testing

/// A partner is tried out before the first child is sent to it.
@Suite struct PartnerCheckTests {
    @Test func `a partner that keeps the agreement passes every check`() async throws {
        var agency = Installation.Agency.schools
        agency.lines += [
            "signature:", "  keyId: ours", "  algorithm: ed25519",
            "  keyFile: ../certificates/signing.key",
        ]
        try await Installation.with(
            [agency],
            sandbox: ["--signature", "\(agency.id):ours:ed25519:CERTIFICATES/signing.pub"]
        ) { place in
            let looked = try await place.command("partners", "check", agency.id, "--no-send")
            let before = try await place.journal(of: agency.id)
            let checked = try await place.command("partners", "check", agency.id, "--json")
            let after = try await place.journal(of: agency.id)

            #expect(looked.code == 0)
            #expect(before["requests"] == nil || before["requests"] == 0)
            #expect(checked.code == 0)
            let verdicts = try checked.objects().map { $0["verdict"] as? String }
            #expect(verdicts.count == 12)
            #expect(verdicts.allSatisfy { $0 == "ok" })
            #expect(after["effective"] == 1)
            #expect(after["repeats"] == 1)
        }
    }

    @Test func `the pin that the check prints is the one that connections accept`() async throws {
        try await Installation.with([.schools]) { place in
            let file = place.path("partners/northshire-schools.yaml")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let looked = try await place.command(
                "partners",
                "check",
                "northshire-schools",
                "--no-send"
            )
            let pin = try #require(
                looked.output.firstMatch(of: /the key's is (sha256\/\/[A-Za-z0-9+\/=]+)/)?.1
            )
            try text.replacing("tls:", with: "tls:\n  pins: [\"\(pin)\", \"\(pin)\"]")
                .write(toFile: file, atomically: true, encoding: .utf8)

            let checked = try await place.command("partners", "check", "northshire-schools")

            #expect(checked.code == 0, "\(checked.output)")
        }
    }

    @Test func `a paused partner is sent no test referral`() async throws {
        try await Installation.with([.schools]) { place in
            try await place.command(
                "partners",
                "pause",
                "northshire-schools",
                "--reason",
                "planned"
            )

            let checked = try await place.command("partners", "check", "northshire-schools")

            #expect(checked.code == 0)
            #expect(checked.output.contains("paused by"))
            #expect(try await place.journal(of: "northshire-schools")["requests"] ?? 0 == 0)
        }
    }

    @Test(arguments: [
        ("wrong-receipt", "test referral"), ("status=500", "test referral"),
        ("status=401", "test referral"),
    ])
    func `a partner that does not keep it is told of with what to do`(
        fault: String,
        check: String
    ) async throws {
        try await Installation.with(
            [.schools],
            faults: ["northshire-schools:\(fault)"]
        ) { place in
            let checked = try await place.command(
                "partners",
                "check",
                "northshire-schools",
                "--json"
            )

            #expect(checked.code == 69)
            let failed = try checked.objects().filter { $0["verdict"] as? String == "fail" }
            #expect(failed.map { $0["name"] as? String } == [check])
        }
    }

    @Test func `a partner at a private address, or with another key, is not even spoken to`()
        async throws
    {
        try await Installation.with([.schools]) { place in
            let file = place.path("partners/northshire-schools.yaml")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("internal: true", with: "internal: false")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let isPrivate = try await place.command("partners", "check", "northshire-schools")
            let pin = "sha256//" + Data(repeating: 1, count: 32).base64EncodedString()
            try text.replacing("tls:", with: "tls:\n  pins: [\"\(pin)\"]")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let pinned = try await place.command("partners", "check", "northshire-schools")

            #expect(isPrivate.code == 78)
            #expect(isPrivate.output.contains("internal: true"))
            #expect(pinned.code == 69)
            #expect(pinned.output.contains("tls.pins"))
        }
    }

    @Test(arguments: [(600, "ahead of"), (-3600, "behind")])
    func `a partner whose clock is wrong is told of`(seconds: Int, words: String) async throws {
        try await Installation.with([.schools]) { place in
            let script = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "wrong_clock.py").path
            let server = try Program(path: "/usr/bin/python3")
                .start([script, place.path("certificates"), "\(seconds)"])
            defer { server.signal(SIGKILL) }
            try await eventually { server.output.hasSuffix("\n") }
            let port = server.output.trimmingCharacters(in: .newlines)
            let file = place.path("partners/northshire-schools.yaml")
            try String(contentsOfFile: file, encoding: .utf8)
                .replacing(place.address, with: "https://localhost:\(port)")
                .write(toFile: file, atomically: true, encoding: .utf8)

            let checked = try await place.command(
                "partners",
                "check",
                "northshire-schools",
                "--no-send",
                "--json"
            )

            let row = try #require(
                try checked.objects().first { $0["name"] as? String == "clock" }
            )
            #expect(checked.code == 69)
            #expect(row["verdict"] as? String == "fail")
            #expect((row["finding"] as? String)?.contains("s \(words) ours. Set the clock") == true)
        }
    }
}
