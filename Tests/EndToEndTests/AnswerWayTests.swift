import Foundation
import TestPrograms
import Testing

@Suite struct AnswerWayTests {
    static let care = "eastshire-social-care"

    @Test func `an answer in the receipt itself is kept`() async throws {
        try await Installation.with(
            [.named(Self.care)],
            files: ["a.json": try script(("0ms", ["event": "acknowledged", "at": "NOW"]))],
            sandbox: ["--way", "\(Self.care)=receipt", "--script", "\(Self.care)=FOLDER/a.json"]
        ) { installation in
            _ = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()

            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "acknowledged"
            }

            let delivery = try await installation.delivery(of: reference, to: Self.care)
            let paths = (delivery["acknowledgements"] as? [[String: Any]] ?? [])
                .compactMap { $0["path"] as? String }
            #expect(paths == ["receipt", "receipt"])
        }
    }

    @Test func `a list of answers settles all deliveries without a question about each`()
        async throws
    {
        var agency = Installation.Agency.named(Self.care)
        agency.lines.append("answersAddress: ADDRESS/agencies/\(Self.care)/answers")
        try await Installation.with(
            [agency],
            sandbox: ["--way", "\(Self.care)=feed"]
        ) { installation in
            let sync = try await installation.startSync()
            try await installation.command("submit", input: try await installation.referrals(120))

            try await eventually { try await installation.totals()["decided"] == 120 }

            let list = try await installation.command("queue", "--list", "--json", "--limit", "1")
            #expect(list.code == 0)
            #expect(!sync.errors.contains("not understood"))
        }
    }

    @Test func `what is said by telephone is written down with who said it to whom`()
        async throws
    {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let id = try await installation.delivery(of: reference, to: Self.care)["id"] as? String

            let told = try await installation.command(
                "acknowledge",
                try #require(id),
                "--by",
                "Robin Testerly",
                "--team",
                "Front door",
                "--decision",
                "assessment",
                "--reference",
                "EAST-1"
            )

            let before = try await installation.command("status", reference)

            #expect(told.code == 0)
            #expect(told.output.contains("once the document is delivered"))
            #expect(before.output.contains(#/receipt due .*: open/#), "\(before.output)")
            #expect(try await installation.state(of: reference, to: Self.care) == "queued")
            _ = try await installation.startSync()
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }
            #expect(try await installation.journal(of: Self.care)["effective"] == 1)
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("decided"))
            #expect(status.output.contains(#/by telephone at 20.*: Robin Testerly to /#))
            #expect(status.output.contains("They are assessing what the child needs."))
        }
    }

    @Test func `what is written down twice is kept once, unless it was said again`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let delivery = try await installation.delivery(of: reference, to: Self.care)
            let id = try #require(delivery["id"] as? String)

            func tell(_ options: String...) async throws -> String {
                try await installation.command(
                    ["acknowledge", id, "--by", "Robin Testerly"] + options
                ).output
            }
            let first = try await tell("--decision", "assessment", "--at", "30s")
            let same = try await tell("--decision", "assessment")
            let other = try await tell("--outcome", "closed")
            let back = try await tell("--decision", "assessment", "--at", "10s")

            #expect(first.hasPrefix("Kept.") && other.hasPrefix("Kept."))
            #expect(same.hasPrefix("It was kept before.") && same.contains("Give --at"))
            #expect(back.hasPrefix("Kept."))
            let kept = try await installation.delivery(of: reference, to: Self.care)
            #expect((kept["acknowledgements"] as? [Any])?.count == 3)
        }
    }

    @Test func `what came of it stands in the order of time, also after a correction`() async throws
    {
        try await Installation.with([.named(Self.care)]) { installation in
            var (reference, document) = try await installation.submitOne(urgency: "standard")
            func tell(_ version: Int, _ options: String...) async throws {
                let delivery = try await installation.delivery(
                    of: reference,
                    to: Self.care,
                    version: version
                )
                let id = try #require(delivery["id"] as? String)
                try await installation.command(["acknowledge", id, "--by", "Robin"] + options)
            }
            try await tell(1, "--decision", "advice", "--at", "30s")
            document["urgency"] = "same-day"
            try await installation.command(
                "correct",
                "-",
                input: try JSONSerialization.data(withJSONObject: document)
            )
            try await tell(2, "--decision", "assessment", "--at", "10s")

            let status = try await installation.command("status", reference, "--json")

            let feedback = try #require(
                try status.objects().first?["feedback"] as? [[String: Any]]
            )
            #expect(
                feedback.compactMap { $0["words"] as? String } == [
                    "They gave advice.", "They are assessing what the child needs.",
                ]
            )
        }
    }

    @Test(arguments: [
        (["--by", "X", "--decision", "assessment", "--outcome", "closed"], 64, "not both"),
        (["--by", "X", "--missing", "a"], 64, "insufficient-information"),
        (["--by", " "], 65, "Say who at the partner"),
        (["--by", "X", "--at", "2099-01-01T00:00:00Z"], 65, "future"),
        (["--by", "X", "--at", "2020-01-01T00:00:00Z"], 65, "before the referral was submitted"),
        (["--by", "X", "--decision", "perhaps"], 64, "perhaps"),
    ])
    func `what cannot be written down is refused with what to do`(
        options: [String],
        code: Int32,
        words: String
    ) async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let id = try await installation.delivery(of: reference, to: Self.care)["id"] as? String

            let outcome = try await installation.command(
                ["acknowledge", try #require(id)] + options
            )

            #expect(outcome.code == code)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
            #expect(try await installation.state(of: reference, to: Self.care) == "queued")
        }
    }

    @Test func `officers learn what came of it, in neutral words`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            _ = try await installation.startSync()
            let (reference, document) = try await installation.submitOne()
            let referrer = document["referrer"] as? [String: Any] ?? [:]
            let officer = try #require((referrer["email"] ?? referrer["name"]) as? String)
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            let digest = try await installation.command("report", "feedback", "--officer", officer)
            let nobody = try await installation.command(
                "report",
                "feedback",
                "--officer",
                "nobody@force.example"
            )

            #expect(digest.output.contains(reference))
            #expect(digest.output.contains(Self.care))
            let child = document["child"] as? [String: Any] ?? [:]
            let name = child["name"] as? [String: Any] ?? [:]
            let family = try #require(name["family"] as? String)
            #expect(!digest.output.contains(family))
            #expect(nobody.output.hasPrefix("Nothing came"))
        }
    }

    @Test func `a long list goes on from where it ended, and none is missed or shown twice`()
        async throws
    {
        try await Installation.with([.named(Self.care)]) { installation in
            try await installation.command("submit", input: try await installation.referrals(25))
            var seen: [String] = []
            var place: String?

            repeat {
                let more = place.map { ["--after", $0] } ?? []
                let page =
                    try await installation.command(
                        ["queue", "--list", "--json", "--limit", "7"] + more
                    ).objects().first ?? [:]
                seen += (page["deliveries"] as? [[String: Any]] ?? [])
                    .compactMap { $0["id"] as? String }
                place = page["next"] as? String
            } while place != nil

            #expect(seen.count == 25)
            #expect(Set(seen).count == 25)
        }
    }
}
