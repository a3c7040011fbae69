import Foundation
import TestPrograms
import Testing

/// Bad input is answered with place, expectation and remedy; good input beside it is queued.
@Suite(.serialized) struct BadInputTests {
    @Test(arguments: [
        (["withdraw"], 4000), (["resend"], 2000), (["erase", "--yes"], 2000), (["hold"], 2000),
        (["partners", "pause"], 2000),
    ])
    func `a reason that is too long is refused in plain words`(
        command: [String],
        limit: Int
    ) async throws {
        try await Installation.with([.schools]) { place in
            try await place.command("submit", "-", input: place.referrals(1))
            let target =
                switch command.first {
                case "resend": ["--state", "queued"]
                case "partners": ["northshire-schools"]
                default: ["OCIT-2026-000001-1"]
                }

            let refused = try await place.command(
                command + target + ["--reason", String(repeating: "words ", count: 800)]
            )

            #expect([64, 65].contains(refused.code))
            #expect(
                refused.errors.contains(
                    "The reason has 4799 characters. Expected at most \(limit); shorten it."
                ),
                "\(refused.errors)"
            )
        }
    }

    @Test func `a reason that holds a file is not sent to partners`() async throws {
        try await Installation.with([.schools]) { place in
            try await place.command("submit", "-", input: place.referrals(1))

            let refused = try await place.command(
                "withdraw",
                "OCIT-2026-000001-1",
                "--reason",
                String(repeating: "A", count: 3000)
            )

            #expect(refused.code == 65)
            #expect(refused.errors.contains("Write it in words."))
            #expect(!refused.errors.contains("pattern"))
        }
    }

    @Test func `each bad line is refused by itself and the good ones are queued`() async throws {
        try await Installation.with { place in
            let good = try lines(await place.referrals(3))
            let bad: [(line: String, pointer: String)] = [
                ("this is not JSON", ""),
                ("{\"urgency\":", ""),
                ("[1, 2]", ""),
                (good[0].replacing("\"urgency\":\"", with: "\"urgency\":\"very-"), "/urgency"),
                (
                    good[0].replacing("{\"", with: "{\"surprise\":1,\"", maxReplacements: 1),
                    "/surprise"
                ),
                (try changed(good[0]) { $0["child"] = ["name": 5] }, "/child"),
                (
                    try changed(good[0]) {
                        set(&$0, "nhsNumber", ["value": "9990000000", "status": "01"])
                    },
                    "/child/nhsNumber"
                ),
                (
                    try changed(good[0]) {
                        concern(&$0, "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg")
                    },
                    "/concern/facts"
                ),
                (
                    try changed(good[0]) { concern(&$0, String(repeating: "A", count: 50 << 20)) },
                    ""
                ),
            ]
            let input = (bad.map(\.line) + good + [good[1]]).joined(separator: "\n")
            var bytes = Data(input.utf8)
            bytes.append(
                contentsOf: Data("\n{\"sourceReference\":\"".utf8) + [0xFF, 0xFE] + Data("\"}".utf8)
            )

            let submitted = try await place.command("submit", "-", "--json", input: bytes)
            let results = try submitted.objects()

            #expect(submitted.code == 65)
            #expect(results.count == 14)
            for (result, expected) in zip(results, bad) {
                #expect(result["result"] as? String == "refused")
                let problems = result["problems"] as? [[String: Any]] ?? []
                let pointers = problems.compactMap { $0["pointer"] as? String }
                #expect(
                    pointers.contains { $0.hasPrefix(expected.pointer) },
                    "\(expected.pointer): \(problems)"
                )
                #expect(problems.allSatisfy { ($0["message"] as? String ?? "").count > 10 })
            }
            let after = results.dropFirst(bad.count).compactMap { $0["result"] as? String }
            #expect(after == ["queued", "queued", "queued", "duplicate", "refused"])
            #expect(try await place.totals()["queued"] == 9)
        }
    }

    @Test func `one bad line among a thousand stops none of the others`() async throws {
        try await Installation.with { place in
            var lines = try lines(await place.referrals(1000))
            lines.insert("{ broken", at: 500)

            let submitted = try await place.command(
                "submit",
                "-",
                "--json",
                input: Data(lines.joined(separator: "\n").utf8)
            )

            let refused = try submitted.objects().filter { $0["result"] as? String == "refused" }
            #expect(submitted.code == 65)
            #expect(refused.map { $0["line"] as? Int } == [501])
            #expect(try await place.totals()["queued"] == 3000)
        }
    }

    @Test func `other content under a version that was submitted is not passed over`() async throws
    {
        try await Installation.with { place in
            let line = try lines(await place.referrals(1))[0]
            let other = line.replacing(/"urgency":"[a-z-]+"/, with: "\"urgency\":\"immediate\"")
                .replacing(/"grade":"[a-z]+"/, with: "\"grade\":\"high\"")
                .replacing("\"facts\":\"", with: "\"facts\":\"Now known: ")
            try await place.command("submit", "-", input: Data(line.utf8))

            let again = try await place.command("submit", "-", input: Data(line.utf8))
            let changed = try await place.command("submit", "-", input: Data(other.utf8))

            #expect(again.code == 0)
            #expect(changed.code == 65)
            #expect(changed.errors.contains("1 of them with other content, not taken"))
        }
    }

    @Test func `a referral that nobody covers can be found`() async throws {
        try await Installation.with([.schools]) { place in
            let partner = "partners/northshire-schools.yaml"
            try place.edit(partner) {
                $0.replacing("everything: true", with: "areas: [W06000999]")
            }
            let referral = try await place.referrals(1)
            let submitted = try await place.command("submit", "-", "--json", input: referral)
            let reference = try #require(
                try submitted.objects().first?["sourceReference"] as? String
            )

            let list = try await place.command("queue", "--list")
            let status = try await place.command("status", reference)

            #expect(list.output.contains(reference))
            #expect(list.output.contains("referral-sync correct FILE"))
            #expect(status.output.contains("referral-sync correct FILE"))

            let before = try await place.command("correct", "-", input: referral)
            try place.edit(partner) {
                $0.replacing("areas: [W06000999]", with: "everything: true")
            }
            let after = try await place.command("correct", "-", input: referral)
            let again = try await place.command("correct", "-", input: referral)

            #expect(before.output.contains("nobody"))
            #expect(after.output.contains("version 2 → northshire-schools"))
            #expect(again.errors.contains("Nothing was corrected"))
        }
    }

    @Test func `a long reference is told its limit, not taken for a file`() async throws {
        try await Installation.with { place in
            let line = try lines(await place.referrals(1))[0].replacing(
                /"sourceReference":"[^"]+"/,
                with: "\"sourceReference\":\"\(String(repeating: "a", count: 500))\""
            )

            let submitted = try await place.command("submit", "-", input: Data(line.utf8))

            #expect(submitted.code == 65)
            #expect(submitted.output.contains("at most 64 characters"))
            #expect(!submitted.output.contains("without a space"))
        }
    }

    @Test func `a file that is not there is told apart from bad data`() async throws {
        try await Installation.with { place in
            let folder = try await place.command("submit", place.path("partners"))
            let missing = try await place.command("submit", "/nowhere/at-all.json")
            let empty = try await place.command("submit", "-")
            let typo = try await place.command("submit", "--no-such-flag")
            let unknown = try await place.command("status", "NO-SUCH-REFERENCE")

            #expect(folder.code == 66)
            #expect(folder.errors.contains("is a folder"))
            #expect(missing.code == 66)
            #expect(empty.code == 66)
            #expect(typo.code == 64)
            #expect(unknown.code == 65)
        }
    }

    private func lines(_ data: Data) throws -> [String] {
        String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The referral with a change, under a reference of its own.
    private func changed(
        _ line: String,
        _ change: (inout [String: Any]) -> Void
    ) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        var referral = try #require(object as? [String: Any])
        referral["sourceReference"] = "CHANGED-\(UUID().uuidString.prefix(8))"
        change(&referral)
        return String(
            decoding: try JSONSerialization.data(withJSONObject: referral),
            as: UTF8.self
        )
    }
}

private func set(_ referral: inout [String: Any], _ key: String, _ value: Any) {
    var child = referral["child"] as? [String: Any] ?? [:]
    child[key] = value
    referral["child"] = child
}

private func concern(_ referral: inout [String: Any], _ facts: String) {
    var concern = referral["concern"] as? [String: Any] ?? [:]
    concern["facts"] = facts
    referral["concern"] = concern
}
