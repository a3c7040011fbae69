import Foundation
import TestPrograms
import Testing

/// A person sends many referrals again, after having looked at which.
@Suite struct ResendTests {
    @Test func `many are sent again only by the plan that the preview showed`() async throws {
        // The partner refuses the first 25, then takes all.
        try await Installation.with(
            [.schools],
            faults: ["northshire-schools:status=422:first=25"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(30))
            try await eventually {
                let totals = try await place.totals()
                return totals["parked"] == 25 && totals["decided"] == 5
            }
            let filter = ["resend", "--partner", "northshire-schools"]

            let unplanned = try await place.command(filter + ["--reason", "mended"])
            let preview = try await place.command(filter + ["--preview", "--json"])
            let plan = try #require(try preview.field("plan") as? String)
            let wrong = try await place.command(
                filter + ["--reason", "mended", "--plan", "000000000000"]
            )
            let byText = try await place.command(
                filter + ["--text", "no such words", "--preview"]
            )
            let byContract = try await place.command([
                "resend", "--contract", "education/1.0", "--preview", "--json",
            ])
            let sent = try await place.command(filter + ["--reason", "mended", "--plan", plan])
            try await eventually { try await place.totals()["decided"] == 30 }
            let stale = try await place.command(filter + ["--reason", "mended", "--plan", plan])
            await service.stop()

            #expect(unplanned.code == 65)
            #expect(unplanned.errors.contains("25 deliveries"))
            #expect(try preview.field("resent") as? Int == 25)
            #expect(try preview.field("held") as? Int == 5)
            #expect(wrong.code == 65)
            #expect(byText.output.contains("No delivery fits"))
            #expect(try byContract.field("plan") as? String == plan)
            #expect(sent.output.contains("25 of 30 are due again now"))
            #expect(stale.code == 65)
        }
    }

    @Test func `what the partner has is sent once more only when asked for, and stays decided`()
        async throws
    {
        try await Installation.with([.schools]) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            try await eventually { try await place.totals()["decided"] == 1 }
            let filter = ["resend", "--partner", "northshire-schools", "--reason", "they lost it"]

            let plain = try await place.command(filter)
            let first = try await place.command(filter + ["--again"])
            try await eventually { try await place.totals()["decided"] == 1 }
            let second = try await place.command(filter + ["--again"])
            try await eventually { try await place.totals()["decided"] == 1 }
            let journal = try await place.journal(of: "northshire-schools")
            await service.stop()

            #expect(plain.output.contains("0 of 1"))
            #expect(first.output.contains("1 of 1"))
            #expect(second.output.contains("1 of 1"))
            // The same key each time: for the partner it is one referral.
            #expect(journal["keys"] == 1)
            #expect(journal["effective"] == 1)
            #expect(journal["requests"] == 3)
        }
    }

    @Test func `what is said by telephone while it is being sent again counts once it arrived`()
        async throws
    {
        var agency = Installation.Agency.named("eastshire-social-care")
        agency.hasStatusAddress = false
        // It lists its answers, and nobody asks for the list.
        try await Installation.with([agency], sandbox: ["--way", "\(agency.id)=feed"]) { place in
            let service = try await place.startSync()
            let (reference, _) = try await place.submitOne()
            try await eventually { try await place.totals()["delivered"] == 1 }
            let id = try await place.delivery(of: reference, to: agency.id)["id"] as? String ?? ""
            let partner = ["partners", "pause", agency.id, "--reason", "planned"]
            try await place.command(partner)
            try await place.command("resend", id, "--again", "--reason", "they lost it")

            let told = try await place.command(
                "acknowledge",
                id,
                "--by",
                "Robin Testerly",
                "--decision",
                "assessment"
            )
            let queued = try await place.command("status", reference)
            try await place.command("partners", "resume", agency.id)
            try await eventually { try await place.totals()["decided"] == 1 }
            let journal = try await place.journal(of: agency.id)
            await service.stop()

            #expect(told.code == 0)
            #expect(told.output.contains("It counts once the document is delivered"))
            #expect(queued.output.contains("\(agency.id): queued"))
            #expect(queued.output.contains("decision: assessment"))
            #expect(journal["requests"] == 2)
            #expect(journal["effective"] == 1)
        }
    }
}

extension Program.Outcome {
    /// A field of the JSON object that was printed.
    fileprivate func field(_ name: String) throws -> Any? { try objects().first?[name] }
}
