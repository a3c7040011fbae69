import Foundation
import TestPrograms
import Testing

@Suite struct VocabularyTests {
    static let careA = "eastshire-social-care"
    static let careB = "westshire-social-care"

    @Test func `an agency that the partner names takes over, and the first is free then`()
        async throws
    {
        try await Installation.with(
            [.named(Self.careA), .named(Self.careB, covers: "areas: []")],
            files: [
                "a.json": try script(
                    ("100ms", ["event": "acknowledged", "at": "NOW"]),
                    (
                        "200ms",
                        [
                            "event": "referral", "outcome": "Not our area", "at": "NOW",
                            "reroutedTo": "Westshire social care",
                        ]
                    )
                ),
                "b.json": "[]",
            ],
            sandbox: [
                "--script", "\(Self.careA)=FOLDER/a.json", "--script",
                "\(Self.careB)=FOLDER/b.json",
            ]
        ) { installation in
            let sync = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()

            try await eventually {
                try await installation.state(of: reference, to: Self.careB) == "delivered"
            }
            let first = try await installation.delivery(of: reference, to: Self.careA)
            #expect(first["state"] as? String == "acknowledged")
            #expect(first["reroutedTo"] as? String == Self.careB)
            let second = try await installation.delivery(of: reference, to: Self.careB)
            try await installation.command(
                "acknowledge",
                try #require(second["id"] as? String),
                "--by",
                "Robin Testerly"
            )
            try await eventually {
                try await installation.state(of: reference, to: Self.careA) == "decided"
            }

            #expect(try await installation.state(of: reference, to: Self.careB) == "acknowledged")
            #expect(sync.errors.contains("passed on to another agency"))
        }
    }

    @Test func `an agency that nobody knows is left to a person, with the number to ring`()
        async throws
    {
        try await Installation.with(
            [.named(Self.careA)],
            files: [
                "a.json": try script(
                    (
                        "100ms",
                        [
                            "event": "referral", "outcome": "Not our area", "at": "NOW",
                            "reroutedTo": "Nowhereshire",
                        ]
                    )
                )
            ],
            sandbox: ["--script", "\(Self.careA)=FOLDER/a.json"]
        ) { installation in
            _ = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()

            try await eventually {
                try await installation.state(of: reference, to: Self.careA) == "parked"
            }

            let list = try await installation.command("queue", "--parked")
            #expect(list.output.contains("not-our-area"))
            #expect(list.output.contains("No partner of ours goes by the name"))
            #expect(list.output.contains("Find out whose area it is"))
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("passed on to Nowhereshire"))
            #expect(status.output.contains("01632 960100"))
        }
    }

    @Test
    func `a decision before the acknowledgement, and answers that contradict it, end decided`()
        async throws
    {
        var agency = Installation.Agency.named(Self.careA)
        agency.lines += ["poll:", "  afterDecision: 200ms"]
        try await Installation.with(
            [agency],
            files: [
                "a.json": try script(
                    (
                        "100ms",
                        ["event": "referral", "outcome": "Assessment required", "at": "NOW"]
                    ),
                    ("300ms", ["event": "acknowledged", "at": "NOW"]),
                    (
                        "500ms",
                        [
                            "event": "referral", "outcome": "No Further Action",
                            "at": "2019-01-01T00:00:00Z",
                        ]
                    ),
                    ("700ms", ["event": "rejected", "at": "NOW"]),
                    ("900ms", ["event": "something-new", "at": "NOW", "unheardOf": true])
                )
            ],
            sandbox: ["--script", "\(Self.careA)=FOLDER/a.json"]
        ) { installation in
            _ = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()

            try await eventually {
                let delivery = try await installation.delivery(of: reference, to: Self.careA)
                return (delivery["acknowledgements"] as? [Any])?.count == 6
            }

            let delivery = try await installation.delivery(of: reference, to: Self.careA)
            #expect(delivery["state"] as? String == "decided")
            let kinds = (delivery["acknowledgements"] as? [[String: Any]] ?? [])
                .compactMap { $0["kind"] as? String }
            #expect(
                kinds.sorted()
                    == [
                        "acknowledged", "decision", "decision", "receipt", "received", "rejected",
                    ]
            )
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("which cannot be: it counts from when it came"))
        }
    }

    @Test func `who needs to know more gets the correction, and decides`() async throws {
        try await Installation.with(
            [.named(Self.careA)],
            files: [
                "a.json": try script(
                    (
                        "100ms",
                        [
                            "event": "referral", "outcome": "Insufficient information", "at": "NOW",
                            "missing": ["The school of the child"],
                        ]
                    )
                )
            ],
            sandbox: ["--script", "\(Self.careA)=FOLDER/a.json"]
        ) { installation in
            _ = try await installation.startSync()
            var (reference, document) = try await installation.submitOne()
            try await eventually {
                let delivery = try await installation.delivery(of: reference, to: Self.careA)
                return delivery["reason"] as? String == "insufficient-information"
            }
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("missing: The school of the child"))

            document["urgency"] = "immediate"
            let corrected = try await installation.command(
                "correct",
                "-",
                input: try JSONSerialization.data(withJSONObject: document)
            )

            #expect(corrected.code == 0)
            try await eventually {
                try await installation.state(of: reference, to: Self.careA, version: 2) != "queued"
            }
            #expect(
                try await installation.state(of: reference, to: Self.careA, version: 1)
                    == "superseded"
            )
            #expect(try await installation.journal(of: Self.careA)["effective"] == 2)
        }
    }
}

extension Installation.Agency {
    /// A social care agency; its title is its identifier in words.
    static func named(_ id: String, covers: String = "everything: true") -> Installation.Agency {
        var agency = Installation.Agency(id: id, contract: "childrens-social-care/1.0")
        agency.title = id.split(separator: "-").joined(separator: " ")
        agency.covers = covers
        return agency
    }
}
