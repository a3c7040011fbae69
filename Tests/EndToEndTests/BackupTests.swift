import Foundation
import TestPrograms
import Testing

/// Backups that are made while everything goes on, and stores that are restored from them.
@Suite(.serialized) struct BackupTests {
    @Test func `a store that is lost and restored loses nothing and sends nothing twice`()
        async throws
    {
        var silent = Installation.Agency.socialCare
        silent.hasStatusAddress = false
        let agencies = [Installation.Agency.schools, silent].map { agency in
            var slow = agency
            slow.lines.append("concurrency: 2")
            return slow
        }
        let faults = agencies.map { "\($0.id):slow=800ms" }
        try await Installation.with(agencies, faults: faults) { place in
            let first = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(30))
            try await eventually { try await place.effective(agencies) >= 10 }

            let made = try await place.command(
                "backup",
                "--to",
                place.path("backups"),
                "--name",
                "b",
                "--verify",
                "--json"
            )
            let atBackup = try await place.effective(agencies)
            try await eventually { try await place.effective(agencies) > atBackup + 4 }
            first.signal(SIGKILL)
            _ = await first.end()
            let atLoss = try await place.effective(agencies)
            let restored = try await place.restore("b")
            let report = try #require(try restored.objects().first)
            let second = try await place.startSync()
            try await eventually { try await place.totals()["decided"] == 60 }
            await second.stop()

            #expect(made.code == 0, "\(made.errors)")
            #expect(try made.objects().first?["verifiedAt"] != nil, "the service notes it too")
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(atLoss < 60)
            #expect(report["referrals"] as? Int == 30)
            let states = try #require(report["deliveries"] as? [String: Int])
            #expect(states.values.reduce(0, +) == 60)
            #expect(states["queued"] == nil && states["sending"] == nil)
            #expect(states["uncertain"] ?? 0 >= 60 - atLoss)
            for agency in agencies {
                let journal = try await place.journal(of: agency.id)
                #expect(journal["effective"] == 30)
                #expect(journal["effectiveMoreThanOnce"] == 0)
                if agency.hasStatusAddress { #expect(journal["repeats"] == 0) }
            }
        }
    }

    @Test func `where nobody can find out, a person is asked after a restore`() async throws {
        var silent = Installation.Agency.schools
        silent.lines = ["idempotent: false"]
        silent.hasStatusAddress = false
        try await Installation.with([silent]) { place in
            try await place.command("submit", "-", input: place.referrals(3))
            try await place.command("backup", "--to", place.path("backups"), "--name", "b")
            let first = try await place.startSync()
            try await eventually { try await place.totals()["decided"] ?? 0 >= 0 }
            try await eventually { try await place.journal(of: silent.id)["effective"] == 3 }
            await first.stop()

            let restored = try await place.restore("b")
            let second = try await place.startSync()
            try await eventually { try await place.totals()["parked"] == 3 }
            let list = try await place.command("queue", "--parked")
            await second.stop()

            #expect(restored.code == 0, "\(restored.errors)")
            #expect(list.output.contains("Telephone the partner"))
            #expect(try await place.journal(of: silent.id)["requests"] == 3)
        }
    }

    @Test func `a child that was erased after the backup holds up nobody after a restore`()
        async throws
    {
        let care = "eastshire-social-care"
        try await Installation.with([.named(care)]) { place in
            let referrals = try await place.referrals(3)
            let references = try referrals.split(separator: UInt8(ascii: "\n")).map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                return try #require(object?["sourceReference"] as? String)
            }
            let backUp = { (name: String) in
                let made = try await place.command(
                    "backup",
                    "--to",
                    place.path("backups"),
                    "--name",
                    name
                )
                #expect(made.code == 0, "\(made.errors)")
            }
            try await place.command("submit", "-", input: place.referrals(1))
            try await backUp("older")
            try await place.command("submit", "-", input: referrals)
            let token = try await place.command(
                "tokens",
                "create",
                "--name",
                "desk",
                "--role",
                "viewer"
            )
            try await backUp("before")
            let first = try await place.startSync()
            try await eventually { try await place.totals()["decided"] == 3 }
            let erased = try await place.command(
                "erase",
                references[0],
                "--reason",
                "A court's order",
                "--yes"
            )
            try await eventually { try await place.journal(of: care)["purges"] == 1 }
            try await backUp("newest")
            await first.stop()

            try await place.expect(
                65,
                "lack those of children who came after them",
                "restore",
                place.path("backups/before.backup"),
                "--keys",
                place.path("backups/older.keys"),
                "--store",
                "sqlite:\(place.path("never.sqlite"))"
            )
            let restored = try await place.restore("before", keysOf: "newest")
            let second = try await place.startSync()
            try await eventually { try await place.totals()["decided"] == 2 }
            let corrected = try await place.command(
                "correct",
                "-",
                "--json",
                input: Data(referrals.replacing(Data("same-day".utf8), with: Data("standard".utf8)))
            )
            let verified = try await place.command("audit", "verify")
            let tokens = try await place.command("tokens", "list")
            let feedback = try await place.command("report", "feedback")
            let log = try await place.command("audit", "list")
            await second.stop()

            #expect(token.code == 0 && erased.code == 0, "\(erased.errors)")
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(try await place.totals()["withdrawn"] == 1)
            let lines = try corrected.objects()
            #expect(lines.count == 3 && lines.first?["result"] as? String == "refused")
            #expect(corrected.code == 65, "\(corrected.errors)")
            #expect(verified.code == 0, "\(verified.output)\(verified.errors)\(log.output)")
            #expect(tokens.output.contains("revoked"), "\(tokens.output)")
            #expect(feedback.code == 0, "\(feedback.errors)")
            #expect(!log.output.contains("restored by service"), "\(log.output)")
        }
    }

    @Test func `what is wrong is said with what to do, and doctor knows the backups`()
        async throws
    {
        try await Installation.with([.schools]) { place in
            try await place.command("submit", "-", input: place.referrals(2))
            let file = place.path("backups/b.backup")
            let before = try await place.command("doctor")
            let made = try await place.command(
                "backup",
                "--to",
                place.path("backups"),
                "--name",
                "b"
            )
            let unverified = try await place.command("doctor")
            let verified = try await place.command("backup", "verify", file)
            let sound = try await place.command("doctor")
            let list = try await place.command("backup", "list", "--json")
            let left = try FileManager.default.contentsOfDirectory(atPath: place.path("backups"))

            #expect(made.code == 0, "\(made.errors)")
            #expect(made.output.contains("b "))
            #expect(before.output.contains("none was made yet"))
            #expect(unverified.output.contains("referral-sync backup verify \(file)"))
            #expect(verified.code == 0, "\(verified.errors)")
            #expect(verified.output.contains("b is whole."))
            #expect(sound.output.contains(/ok +backup +b, .* old, .*verified/))
            #expect(try list.objects().first?["verifiedAt"] != nil)
            #expect(left.sorted() == ["b.backup", "b.keys"])

            try await place.expect(73, "No such file", "backup", "--to", "/proc/b")
            try await place.expect(
                73,
                "already",
                "backup",
                "--to",
                place.path("backups"),
                "--name",
                "b"
            )
            try await place.expect(64, "name", "backup", "--name", "../b")
            try await place.expect(65, "not empty", "restore", file)
            try await place.expect(66, "no file", "restore", file + "x")

            let service = try await place.startSync()
            try await place.expect(73, "No such file", "backup", "--to", "/proc/b")
            try await place.expect(69, "Stop it first", "restore", file)
            await service.stop()

            try place.damage(file)
            try await place.expect(65, "is altered", "backup", "verify", file)
            try await place.expect(
                65,
                "is altered",
                "restore",
                file,
                "--store",
                place.path("new.sqlite")
            )
            #expect(!FileManager.default.fileExists(atPath: place.path("new.sqlite")))
            try FileManager.default.removeItem(atPath: place.path("backups/b.keys"))
            try place.damage(file)
            try await place.expect(66, "--keys", "backup", "verify", file)
            try FileManager.default.moveItem(atPath: place.path("key"), toPath: place.path("old"))
            try await place.expect(78, "key file", "backup", "verify", file)
        }
    }
}

extension Installation {
    /// How many documents all agencies took for good.
    fileprivate func effective(_ agencies: [Agency]) async throws -> Int {
        var count = 0
        for agency in agencies { count += try await journal(of: agency.id)["effective"] ?? 0 }
        return count
    }

    /// Restores a backup into a new store in a file, whatever was backed up, and goes on there.
    fileprivate func restore(
        _ name: String,
        keysOf other: String? = nil
    ) async throws -> Program.Outcome {
        let new = "sqlite:\(path("restored.sqlite"))"
        let outcome = try await command(
            "restore",
            path("backups/\(name).backup"),
            "--keys",
            path("backups/\(other ?? name).keys"),
            "--store",
            new,
            "--json"
        )
        let settings = try String(contentsOfFile: path("settings.yaml"), encoding: .utf8)
        try settings.replacing("store: \(store)\n", with: "store: \(new)\n")
            .write(toFile: path("settings.yaml"), atomically: true, encoding: .utf8)
        return outcome
    }

    /// Runs a command that must end with this code and these words.
    fileprivate func expect(
        _ code: Int32,
        _ words: String,
        _ arguments: String...
    ) async throws {
        let outcome = try await command(arguments)
        #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        #expect(!outcome.errors.contains("fault of the program"))
    }

    /// Changes one bit in the last chunk of a file; a second time puts it right.
    fileprivate func damage(_ path: String) throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 100] ^= 1
        try bytes.write(to: URL(filePath: path))
    }
}
