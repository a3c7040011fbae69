import Foundation
import TestPrograms
import Testing

@Suite struct WithdrawalTests {
    static let care = "eastshire-social-care"
    static let schools = "eastshire-schools"

    @Test func `each holder is told and confirms, and whoever was not sent it never hears of it`()
        async throws
    {
        var schools = Installation.Agency.schools
        schools = Installation.Agency(id: Self.schools, contract: schools.contract)
        try await Installation.with([.named(Self.care), schools]) { installation in
            try await installation.command(
                "partners",
                "pause",
                Self.schools,
                "--reason",
                "Its system is moved"
            )
            _ = try await installation.startSync()
            let (reference, _) = try await installation.submitOne()
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            let withdrawn = try await installation.command(
                "withdraw",
                reference,
                "--reason",
                "It was the wrong child."
            )
            try await installation.command("partners", "resume", Self.schools)
            try await eventually {
                try await installation.state(
                    of: reference,
                    to: Self.care,
                    message: "withdrawal"
                ) == "withdrawn"
            }

            #expect(withdrawn.code == 0)
            #expect(withdrawn.output.contains("\(Self.schools), version 1: is not sent it"))
            #expect(try await installation.state(of: reference, to: Self.care) == "withdrawn")
            #expect(try await installation.journal(of: Self.care)["effective"] == 2)
            #expect(try await installation.journal(of: Self.schools)["effective"] ?? 0 == 0)
            let status = try await installation.command("status", reference)
            #expect(status.output.contains("It was the wrong child."))
            #expect(status.output.contains("the partner confirmed the withdrawal"))
            let order = try await installation.delivery(
                of: reference,
                to: Self.care,
                message: "withdrawal"
            )
            let told = try await installation.command(
                "acknowledge",
                try #require(order["id"] as? String),
                "--by",
                "Robin Testerly"
            )
            #expect(told.output.contains("The withdrawal was confirmed before."))
            #expect(!told.output.contains("changes nothing"))
        }
    }

    @Test func `an answer to a withdrawn referral is kept and changes nothing`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let id = try #require(
                try await installation.delivery(of: reference, to: Self.care)["id"] as? String
            )
            try await installation.command("withdraw", reference, "--reason", "Wrong child")

            let told = try await installation.command(
                "acknowledge",
                id,
                "--by",
                "Robin Testerly",
                "--decision",
                "assessment"
            )

            #expect(told.output.contains("changes nothing"))
            #expect(try await installation.state(of: reference, to: Self.care) == "withdrawn")
            let delivery = try await installation.delivery(of: reference, to: Self.care)
            #expect((delivery["acknowledgements"] as? [Any])?.count == 1)
        }
    }

    @Test func `a slip of the finger withdraws nothing`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()
            let id = try #require(
                try await installation.delivery(of: reference, to: Self.care)["id"] as? String
            )

            let slip = try await installation.command(
                "withdraw",
                String(id.prefix(3)),
                "--reason",
                "Wrong"
            )

            #expect(slip.code == 65)
            #expect(slip.errors.contains("too short"))
            #expect(try await installation.state(of: reference, to: Self.care) == "queued")
        }
    }

    @Test func `withdrawing again changes nothing`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let (reference, _) = try await installation.submitOne()

            let first = try await installation.command("withdraw", reference, "--reason", "Wrong")
            let second = try await installation.command("withdraw", reference, "--reason", "Wrong")
            let delivery = try await installation.delivery(of: reference, to: Self.care)
            let resent = try await installation.command(
                "resend",
                try #require(delivery["id"] as? String),
                "--reason",
                "Wrong"
            )

            #expect(first.code == 0 && second.code == 0)
            #expect(
                second.output.contains("Nothing to withdraw: \(reference) was withdrawn before")
            )
            #expect(resent.output.contains("1 skipped: 1 withdrawn."))
            #expect(try await installation.deliveries(of: reference).count == 1)
        }
    }

    @Test func `a correction of what was withdrawn says that it is in force again`() async throws {
        try await Installation.with([.named(Self.care)]) { installation in
            let bytes = try await installation.referrals(1)
            try await installation.command("submit", input: bytes)
            let sent = try #require(
                try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
            )
            let reference = try #require(sent["sourceReference"] as? String)
            try await installation.command("withdraw", reference, "--reason", "Wrong")

            let corrected = try await installation.command("correct", "-", input: bytes)
            let same = try await installation.command("correct", "-", input: bytes)
            let old = try await installation.command("submit", input: bytes)

            #expect(corrected.code == 0 && corrected.output.contains("version 2"))
            #expect(
                corrected.errors.contains(
                    "\(reference) had been withdrawn; with version 2 it is in force again"
                )
            )
            #expect(!same.errors.contains("withdrawn"))
            #expect(old.output.hasPrefix("duplicate"))
            #expect(old.errors.contains("version 2 was submitted since"))
        }
    }

    @Test func `a family that does not agree any more is spared, and whoever had it is told`()
        async throws
    {
        var agency = Installation.Agency.named(Self.care)
        agency.lines.append("needsAgreement: true")
        try await Installation.with([agency]) { installation in
            _ = try await installation.startSync()
            var document = try await agreed(on: installation)
            let reference = try #require(document["sourceReference"] as? String)
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            document["agreement"] = ["basis": "refused", "reason": "The family changed its mind."]
            let corrected = try await installation.command(
                "correct",
                "-",
                input: try JSONSerialization.data(withJSONObject: document)
            )

            #expect(corrected.code == 0, "\(corrected.errors)\(corrected.output)")
            try await eventually {
                try await installation.state(
                    of: reference,
                    to: Self.care,
                    message: "withdrawal"
                ) == "withdrawn"
            }
            #expect(
                try await installation.state(of: reference, to: Self.care, version: 1)
                    == "withdrawn"
            )
        }
    }

    @Test func `a correction of what is not there, or that corrects nothing, says so`()
        async throws
    {
        try await Installation.with([.named(Self.care)]) { installation in
            let bytes = try await installation.referrals(1)

            let early = try await installation.command("correct", "-", input: bytes)
            try await installation.command("submit", input: bytes)
            let same = try await installation.command("correct", "-", input: bytes)

            #expect(early.code == 65)
            #expect(early.output.contains("nothing to correct"))
            #expect(same.code == 0)
            #expect(same.errors.contains("Nothing was corrected"))
        }
    }

    /// Submits the first invented referral whose family agreed.
    private func agreed(on installation: Installation) async throws -> [String: Any] {
        let lines = String(decoding: try await installation.referrals(50), as: UTF8.self)
        for line in lines.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let agreement = object?["agreement"] as? [String: Any]
            guard let object, agreement?["basis"] as? String == "given" else { continue }
            try await installation.command("submit", input: Data(line.utf8))
            return object
        }
        throw NotInTime()
    }
}
