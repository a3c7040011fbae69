import Foundation
import TestPrograms
import Testing

/// What happens when a partner may have a referral and we cannot know.
@Suite(.serialized) struct UncertainTests {
    /// The connection is kept from the first delivery, so that the second one goes out on a reused
    /// connection, which libcurl would repeat by itself.
    @Test(arguments: [["--http1"], []])
    func `a reused connection that dies after the body is seen once and is uncertain`(
        options: [String]
    ) async throws {
        let agency = silentAgency(["idempotent: true", "concurrency: 1"])
        let slow = "delivery:\n  retry:\n    base: 600s\n    cap: 600s"
        try await Installation.with(
            [agency],
            faults: ["northshire-schools:close-after-body:after=1:first=1"],
            sandbox: options
        ) { place in
            try rewriteSettings(of: place, delivery: slow)
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1, seed: 1))
            try await eventually { try await place.totals()["decided"] == 1 }
            try await place.command("submit", "-", input: place.referrals(2, seed: 2))

            try await eventually { try await place.totals()["uncertain"] ?? 0 > 0 }
            let requests = try await place.journal(of: agency.id)["requests"]
            let settled = try await place.totals()
            await service.stop()

            #expect(settled["uncertain"] == 1)
            #expect(
                requests == (settled["decided"] ?? 0) + (settled["delivered"] ?? 0)
                    + (settled["acknowledged"] ?? 0) + 1
            )
        }
    }

    @Test func `an answer that was lost is found out and not sent twice`() async throws {
        try await Installation.with(
            [.schools],
            faults: ["northshire-schools:close-after-processing:first=5"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(5))

            try await eventually { try await place.totals()["decided"] == 5 }
            await service.stop()

            let journal = try await place.journal(of: "northshire-schools")
            #expect(journal["effective"] == 5)
            #expect(journal["repeats"] == 0)
        }
    }

    @Test func `where nobody can find out, a person is asked and nothing is sent again`()
        async throws
    {
        let agency = silentAgency(["idempotent: false"])
        try await Installation.with(
            [agency],
            faults: ["northshire-schools:close-after-processing:first=1"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))

            try await eventually { try await place.totals()["parked"] == 1 }
            let list = try await place.command("queue", "--list", "--json")
            await service.stop()

            #expect(list.output.contains("\"uncertain\""))
            #expect(try await place.journal(of: agency.id)["effective"] == 1)
        }
    }

    @Test func `what a dead sender may have sent is not sent again where nobody can find out`()
        async throws
    {
        let agency = silentAgency(["idempotent: false"])
        try await Installation.with(
            [agency],
            faults: ["northshire-schools:slow=5s:first=1"]
        ) { place in
            let first = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            // Its attempt is recorded before the first byte leaves, so it may have been sent.
            try await eventually { try await place.totals()["sending"] == 1 }
            first.signal(SIGKILL)
            _ = await first.end()

            let second = try await place.startSync()
            try await eventually { try await place.totals()["parked"] == 1 }
            let list = try await place.command("queue", "--list", "--state", "parked")
            await second.stop()

            #expect(list.output.contains("Telephone the partner on 01632 960100"))
            #expect(try await place.journal(of: agency.id)["requests"] ?? 0 <= 1)
        }
    }

    /// Past its time the partner would take the repeated key for another referral's.
    @Test(arguments: [("1ms", 1), ("24h", 2)])
    func `a document is repeated by itself only while the partner remembers its key`(
        lifetime: String,
        requests: Int
    ) async throws {
        let agency = silentAgency(["idempotent: true", "idempotentFor: \(lifetime)"])
        try await Installation.with(
            [agency],
            faults: ["northshire-schools:close-after-processing:first=1"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            let settled = requests == 1 ? "parked" : "decided"
            try await eventually { try await place.totals()[settled] == 1 }
            #expect(try await place.journal(of: agency.id)["requests"] == requests)

            // A person who has asked the partner may order it.
            if requests == 1 {
                try await place.command(
                    "resend",
                    "--partner",
                    agency.id,
                    "--reason",
                    "They do not have it."
                )
                try await eventually { try await place.totals()["parked"] == 0 }
                try await eventually { try await place.journal(of: agency.id)["requests"] == 2 }
            }
            await service.stop()
            #expect(try await place.journal(of: agency.id)["effective"] == 1)
        }
    }

    /// An agency that cannot be asked whether it has a document.
    private func silentAgency(_ lines: [String]) -> Installation.Agency {
        var agency = Installation.Agency.schools
        agency.lines = lines
        agency.hasStatusAddress = false
        return agency
    }

    private func rewriteSettings(of place: Installation, delivery: String) throws {
        let file = place.path("settings.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { line in
            !["delivery:", "  retry:", "    base: 100ms", "    cap: 500ms"].contains(String(line))
        }
        try (kept.joined(separator: "\n") + "\n" + delivery)
            .write(toFile: file, atomically: true, encoding: .utf8)
    }
}
