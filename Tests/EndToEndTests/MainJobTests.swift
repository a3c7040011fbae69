import Foundation
import TestPrograms
import Testing

/// The main job, by the built programs: submit, sync, acknowledge, see the queue, resend.
@Suite(.serialized) struct MainJobTests {
    @Test func `every delivery is decided, although agencies fail, are slow or are down`()
        async throws
    {
        let faults = [
            "northshire-social-care:status=503:retry-after=1:every=10",
            "northshire-schools:slow=50ms", "northshire-health:refuse:for=2s",
        ]
        try await Installation.with(faults: faults) { place in
            let service = try await place.startSync()
            let submitted = try await place.command(
                "submit",
                "-",
                "--json",
                input: place.referrals(20)
            )

            try await eventually { try await place.totals()["decided"] == 60 }
            let stopped = await service.stop()

            #expect(submitted.code == 0)
            #expect(try submitted.objects().allSatisfy { $0["result"] as? String == "queued" })
            #expect(stopped.code == 0)
            for agency in Installation.Agency.all {
                let journal = try await place.journal(of: agency.id)
                #expect(journal["effective"] == 20)
                #expect(journal["effectiveMoreThanOnce"] == 0)
                #expect(journal["digestMismatches"] == 0)
            }
        }
    }

    @Test func `a stop in the middle of a batch finishes it and sends nothing again`() async throws
    {
        var agency = Installation.Agency.schools
        agency.lines.append("concurrency: 4")
        try await Installation.with([agency], faults: ["\(agency.id):slow=300ms"]) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(20))
            try await eventually { try await place.journal(of: agency.id)["effective"] ?? 0 >= 5 }
            let stopped = await service.stop()
            let between = try await place.totals()
            #expect(stopped.code == 0)
            #expect(between["uncertain"] == 0)
            #expect(between["queued"] ?? 0 > 0)

            let next = try await place.startSync()
            try await eventually { try await place.totals()["decided"] == 20 }
            await next.stop()

            let journal = try await place.journal(of: agency.id)
            #expect(journal["effective"] == 20)
            #expect(journal["repeats"] == 0)
        }
    }

    @Test func `nothing is lost or doubled when the service is killed again and again`()
        async throws
    {
        let agencies = Installation.Agency.all.map { agency in
            var slow = agency
            slow.lines.append("concurrency: 1")
            return slow
        }
        let faults = agencies.map { "\($0.id):slow=100ms" }
        try await Installation.with(agencies, faults: faults) { place in
            var service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(60))
            for _ in 1...5 {
                let before = try await place.totals()["decided"] ?? 0
                try await eventually { try await place.totals()["decided"] ?? 0 > before }
                service.signal(SIGKILL)
                _ = await service.end()
                service = try await place.startSync()
            }

            try await eventually { try await place.totals()["decided"] == 180 }
            await service.stop()

            for agency in Installation.Agency.all {
                let journal = try await place.journal(of: agency.id)
                #expect(journal["keys"] == 60)
                #expect(journal["effective"] == 60)
                #expect(journal["effectiveMoreThanOnce"] == 0)
                #expect(journal["digestMismatches"] == 0)
            }
        }
    }

    @Test func `the queue is worked on with and without the service`() async throws {
        try await Installation.with { place in
            let submitted = try await place.command(
                "submit",
                "-",
                "--json",
                input: place.referrals(1)
            )
            let reference = try #require(
                try submitted.objects().first?["sourceReference"] as? String
            )
            let without = try await place.command("status", reference, "--json")
            let queued = try await place.totals()["queued"]

            let service = try await place.startSync()
            try await eventually { try await place.totals()["decided"] == 3 }
            let with = try await place.command("status", reference, "--json")
            await service.stop()

            #expect(queued == 3)
            #expect(states(in: without) == ["queued", "queued", "queued"])
            #expect(states(in: with) == ["decided", "decided", "decided"])
        }
    }

    @Test func `a refusing partner holds up no other, and a resend delivers after it is mended`()
        async throws
    {
        try await Installation.with(
            faults: ["northshire-health:reject=422"],
            sandbox: ["--control", "0"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(10))

            try await eventually { try await place.totals()["decided"] == 20 }
            try await eventually { try await place.totals()["parked"] == 10 }
            let list = try await place.command("queue", "--list", "--state", "parked")
            try await clearFaults(of: place)
            let preview = try await place.command(
                "resend",
                "--state",
                "parked",
                "--preview",
                "--json"
            )
            let stillParked = try await place.totals()["parked"]
            let noReason = try await place.command("resend", "--state", "parked")
            let resent = try await place.command(
                "resend",
                "--state",
                "parked",
                "--reason",
                "The partner mended its system"
            )
            try await eventually { try await place.totals()["decided"] == 30 }
            await service.stop()

            #expect(list.output.contains("refused-by-partner"))
            #expect(list.output.contains("The partner says"))
            #expect(try preview.objects().first?["resent"] as? Int == 10)
            #expect(stillParked == 10)
            #expect(noReason.code == 64)
            #expect(resent.code == 0)
            #expect(try await place.journal(of: "northshire-health")["effective"] == 10)
        }
    }

    private func states(in outcome: Program.Outcome) -> [String] {
        let deliveries = (try? outcome.objects().first?["deliveries"]) as? [[String: Any]] ?? []
        return deliveries.compactMap { $0["state"] as? String }
    }

    private func clearFaults(of place: Installation) async throws {
        let port =
            place.sandbox.output.split(separator: "\n")
            .first { $0.contains("control") }?
            .split(separator: ":").last.map(String.init) ?? ""
        try await Program.partnerSandbox.run(["faults", "--control", port, "clear"])
    }
}
