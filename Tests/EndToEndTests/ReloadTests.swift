import Foundation
import TestPrograms
import Testing

/// A service takes in new contracts while it runs, whole or not at all.
@Suite(.serialized) struct ReloadTests {
    @Test func `a new contract is used without a restart, and a retired one still reads answers`()
        async throws
    {
        try await Installation.with([.schools], sandbox: ["--decide-after", "6s"]) { place in
            try useOwnContracts(at: place)
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            try await eventually {
                let counts = try await place.counts(of: "northshire-schools")
                return counts["acknowledged", default: 0] + counts["decided", default: 0] == 1
            }

            try await place.command("contracts", "new", "nursery", "--from", "education")
            let sandbox = try await startNursery(at: place)
            try place.edit("partners/northshire-schools.yaml") {
                $0.replacing("education/1.0", with: "nursery/1.0")
                    .replacing("everything: true", with: "areas: [E06000999]")
            }
            try place.edit("contracts/education/1.0/contract.json") {
                $0.replacing("\"agreed\",", with: "\"retired\",", maxReplacements: 1)
            }
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("read anew") }
            // The first of them was submitted before.
            try await place.command("submit", "-", input: place.referrals(3))

            try await eventually { try await place.totals()["decided"] == 3 }
            let schools = try await place.counts(of: "northshire-schools")
            let nursery = try await place.counts(of: "nursery")
            await service.stop()
            await sandbox.stop()

            #expect(schools["decided"] == 1)
            #expect(nursery["decided"] == 2)
        }
    }

    @Test func `a reload lets what is on the wire finish under the old agreement`() async throws {
        var agency = Installation.Agency.schools
        // What is aborted would stay uncertain, for nobody could find out.
        agency.hasStatusAddress = false
        agency.lines = [
            "signature:", "  keyId: ours", "  algorithm: ed25519",
            "  keyFile: ../certificates/signing.key",
        ]
        try await Installation.with(
            [agency],
            faults: ["\(agency.id):slow=2s:first=1"],
            sandbox: ["--signature", "\(agency.id):ours:ed25519:CERTIFICATES/signing.pub"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            try await eventually { try await place.totals()["sending"] == 1 }
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("read anew") }
            try await place.command("submit", "-", input: place.referrals(2))

            try await eventually { try await place.totals()["decided"] == 2 }
            await service.stop()

            let journal = try await place.journal(of: agency.id)
            #expect(journal["requests"] == 2)
            #expect(journal["effective"] == 2)
        }
    }

    @Test func `what is wrong is told, and the service goes on as before`() async throws {
        try await Installation.with([.schools]) { place in
            try useOwnContracts(at: place)
            let service = try await place.startSync()
            try place.edit("contracts/education/1.0/projection.jq") { $0 + "\n| now" }
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("nothing was read anew") }
            try await place.command("submit", "-", input: place.referrals(1))

            try await eventually { try await place.totals()["decided"] == 1 }
            let errors = service.errors
            let stopped = await service.stop()

            #expect(errors.contains("projection.jq"))
            #expect(stopped.code == 0)
        }
    }

    @Test func `a contract that loads but sends too much is not taken`() async throws {
        try await Installation.with([.schools]) { place in
            try useOwnContracts(at: place)
            let service = try await place.startSync()
            try place.edit("contracts/education/1.0/projection.jq") {
                $0.replacing(
                    "(.concern | field(\"childVoice\"; stated))",
                    with: "{childVoice: .concern.facts}"
                )
            }
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("nothing was read anew") }
            try await place.command("submit", "-", input: place.referrals(1))

            try await eventually { try await place.totals()["decided"] == 1 }
            let doctor = try await place.command("doctor")
            let errors = service.errors
            let stopped = await service.stop()

            #expect(errors.contains("/concern/facts"))
            #expect(doctor.code == 78)
            #expect(stopped.code == 0)
        }
    }

    @Test func `a list of answers that is agreed on, given up and agreed on again is read once`()
        async throws
    {
        var silent = Installation.Agency.named("eastshire-social-care")
        silent.hasStatusAddress = false
        var listing = silent
        listing.lines.append("answersAddress: ADDRESS/agencies/\(silent.id)/answers")
        try await Installation.with([silent], sandbox: ["--way", "\(silent.id)=feed"]) { place in
            let service = try await place.startSync()
            func agree(_ agency: Installation.Agency, reading: Int) async throws {
                try place.writePartner(agency)
                service.signal(SIGHUP)
                try await eventually { service.errors.ranges(of: "read anew").count == reading }
            }
            try await place.command("submit", "-", input: place.referrals(2))
            try await eventually { try await place.totals()["delivered"] == 2 }

            try await agree(listing, reading: 1)
            try await eventually { try await place.totals()["decided"] == 2 }
            try await agree(silent, reading: 2)
            try await place.command("submit", "-", input: place.referrals(4))
            try await eventually { try await place.totals()["delivered"] == 2 }
            try await agree(listing, reading: 3)
            try await eventually { try await place.totals()["decided"] == 4 }
            let errors = service.errors
            await service.stop()

            // Acknowledgement and decision of each, and none a second time.
            #expect(errors.ranges(of: "answers kept").count == 8)
            #expect(!errors.contains("cannot be collected"))
        }
    }

    /// Contracts that the test may change.
    private func useOwnContracts(at place: Installation) throws {
        try FileManager.default.copyItem(
            at: URL(filePath: Installation.contracts).resolvingSymlinksInPath(),
            to: URL(filePath: place.path("contracts"))
        )
        try place.edit("settings.yaml") {
            $0.replacing("contracts: \(Installation.contracts)", with: "contracts: contracts")
        }
    }

    /// An agency of the new contract, on a port of its own, with its partner file.
    private func startNursery(at place: Installation) async throws -> RunningProgram {
        let sandbox = try Program.partnerSandbox.start([
            "serve", "--port", "0", "--certificates", place.path("certificates"),
            "--contracts", place.path("contracts"), "--data", place.path("nursery"),
            "--ready-file", place.path("nursery-address"), "--agency", "nursery=nursery/1.0",
            "--acknowledge-after", "100ms", "--decide-after", "200ms",
        ])
        let ready = place.path("nursery-address")
        try await eventually {
            (try? String(contentsOfFile: ready, encoding: .utf8))?.isEmpty == false
        }
        let address = try String(contentsOfFile: ready, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let schools = place.path("partners/northshire-schools.yaml")
        let nursery = place.path("partners/nursery.yaml")
        try FileManager.default.copyItem(atPath: schools, toPath: nursery)
        try place.edit("partners/nursery.yaml") {
            $0.replacing("education/1.0", with: "nursery/1.0")
                .replacing(place.address, with: address)
                .replacing("northshire-schools", with: "nursery")
        }
        return sandbox
    }
}
