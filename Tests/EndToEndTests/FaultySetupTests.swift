import Foundation
import TestPrograms
import TestStores
import Testing

/// Faults of the set-up are named with what to do, and lose nothing.
@Suite(.serialized) struct FaultySetupTests {
    @Test func `a partner of another authority gets nothing, and status says why`() async throws {
        try await Installation.with([.schools]) { place in
            try await Program.partnerSandbox.run(["certificates", place.path("others")])
            let partner = place.path("partners/northshire-schools.yaml")
            let text = try String(contentsOfFile: partner, encoding: .utf8)
                .replacing("../certificates/ca.pem", with: "../others/ca.pem")
            try text.write(toFile: partner, atomically: true, encoding: .utf8)
            let service = try await place.startSync()
            let reference = try await submitOne(to: place)

            try await eventually {
                try await place.command("status", reference).output.contains("Nothing was sent")
            }
            let requests = try await place.journal(of: "northshire-schools")["requests"]
            await service.stop()

            #expect(requests == 0)
        }
    }

    @Test func `an expired certificate is warned of and delivers nothing`() async throws {
        try await Installation.with([.schools]) { place in
            try await Program.partnerSandbox.run([
                "certificates", place.path("certificates"), "--client", "old", "--expired",
            ])
            let partner = place.path("partners/northshire-schools.yaml")
            let text = try String(contentsOfFile: partner, encoding: .utf8)
                .replacing("referral-sync.", with: "old.")
            try text.write(toFile: partner, atomically: true, encoding: .utf8)
            let doctor = try await place.command("doctor")
            let service = try await place.startSync()
            let warned = service.errors
            let reference = try await submitOne(to: place)
            try await eventually {
                try await place.command("status", reference).output
                    .contains("did not accept our certificate")
            }
            let effective = try await place.journal(of: "northshire-schools")["effective"]
            await service.stop()

            #expect(doctor.code == 78)
            #expect(doctor.output.contains("certificate ended"))
            #expect(warned.contains("certificate"))
            #expect(effective == 0)
        }
    }

    @Test func `a partner file that is wrong is named, and the others are looked at all the same`()
        async throws
    {
        try await Installation.with { place in
            try "title: [".write(
                toFile: place.path("partners/northshire-health.yaml"),
                atomically: true,
                encoding: .utf8
            )
            try "kind: x".write(
                toFile: place.path("partners/southshire.yaml"),
                atomically: true,
                encoding: .utf8
            )

            let doctor = try await place.command("doctor")
            let run = try await place.command("run")

            for outcome in [doctor.output, run.errors] {
                #expect(outcome.contains("northshire-health.yaml:2: this is not YAML"))
                #expect(outcome.contains("southshire.yaml"))
            }
            #expect([doctor.code, run.code] == [78, 78])
            #expect(doctor.output.contains("certificates of northshire-schools"))
            #expect(doctor.output.contains("certificates of northshire-social-care"))
        }
    }

    @Test func `a calendar that has ended is told by doctor`() async throws {
        try await Installation.with([.schools], settings: "calendar: days.json") { place in
            let file = URL(filePath: Installation.contracts)
                .appending(path: "../deploy/calendars/england-and-wales.json").standardizedFileURL
            try String(contentsOf: file, encoding: .utf8)
                .replacing("2028-12-31", with: "2025-12-31")
                .write(toFile: place.path("days.json"), atomically: true, encoding: .utf8)

            let doctor = try await place.command("doctor")

            #expect(doctor.code == 78)
            #expect(doctor.output.contains("deadlines are wrong at holidays"))
            #expect(doctor.output.contains("holidays known until 2026-01-01"))
        }
    }

    @Test func `watching ends when nobody reads on`() async throws {
        try await Installation.with([.schools]) { place in
            let watch = "'\(Program.referralSync.path)' queue --watch --settings settings.yaml"

            let ended = try await Program(path: "/bin/bash").run([
                "-o", "pipefail", "-c",
                "cd '\(place.folder.path)' && timeout 60 \(watch) | head -n 1",
            ])

            #expect(ended.code == 0)
            #expect(!ended.output.isEmpty)
        }
    }

    @Test func `a service does not begin under another store's key`() async throws {
        try await Installation.with { place in
            _ = try await submitOne(to: place)
            let key = try String(contentsOfFile: place.path("key"), encoding: .utf8)
            let id = try #require(key.split(separator: " ").dropFirst().first)
            try key.replacing(id, with: "another").write(
                toFile: place.path("key"),
                atomically: false,
                encoding: .utf8
            )

            let run = try await place.command("run")
            let doctor = try await place.command("doctor")

            #expect(run.code == 78)
            #expect(run.errors.contains("sealed under the key"))
            #expect(doctor.code == 78)
        }
    }

    @Test func `a partner may not have another kind of agency's contract`() async throws {
        try await Installation.with([.schools]) { place in
            let partner = place.path("partners/northshire-schools.yaml")
            let text = try String(contentsOfFile: partner, encoding: .utf8)
                .replacing("kind: other", with: "kind: health")
            try text.write(toFile: partner, atomically: true, encoding: .utf8)

            let queue = try await place.command("queue")

            #expect(queue.code == 78)
            #expect(queue.errors.contains("is for education"))
        }
    }

    @Test func `a store without its key file is not opened`() async throws {
        try await Installation.with { place in
            _ = try await submitOne(to: place)
            try FileManager.default.removeItem(atPath: place.path("key"))

            let queue = try await place.command("queue")

            #expect(queue.code == 78)
            #expect(queue.errors.contains("key file"))
        }
    }

    /// A real file system without room; only root can mount one.
    @Test(.enabled(if: getuid() == 0 && TestDatabase.server == nil))
    func `a full disk is told, and nothing is half written`() async throws {
        try await Installation.with { place in
            try await Self.onSmallDisk(of: "2m", for: place) { small in
                let submitted = try await place.command(
                    "submit",
                    "-",
                    input: place.referrals(300)
                )
                let stored = try await place.totals()["queued"] ?? -1
                try await Program(path: "/bin/mount").run(["-o", "remount,size=64m", small])
                let again = try await place.command("submit", "-", input: place.referrals(300))
                let after = try await place.totals()["queued"]

                #expect([69, 75].contains(submitted.code))
                #expect(submitted.errors.contains("no room left"))
                #expect(stored % 3 == 0)
                #expect(stored < 900)
                #expect(again.code == 0)
                #expect(after == 900)
            }
        }
    }

    @Test(.enabled(if: getuid() == 0 && TestDatabase.server == nil))
    func `a stop while the disk is full ends in time, and the partner is asked what it has`()
        async throws
    {
        try await Installation.with(
            [.schools],
            faults: ["northshire-schools:slow=3s:first=1"]
        ) { place in
            try place.edit("settings.yaml") {
                $0.replacing("delivery:", with: "delivery:\n  drain: 1s") + "\nlog:\n  level: debug"
            }
            try await Self.onSmallDisk(of: "8m", for: place) { small in
                let service = try await place.startSync()
                try await place.command("submit", "-", input: place.referrals(1))
                try await eventually { try await place.totals()["sending"] == 1 }
                try await Program(path: "/bin/dd").run(["if=/dev/zero", "of=\(small)/ballast"])
                try await eventually { service.errors.contains("outcome not recorded yet") }
                service.signal(SIGTERM)
                try await eventually { service.errors.contains("outcomes not recorded") }
                let stopped = await service.end()
                try FileManager.default.removeItem(atPath: "\(small)/ballast")

                let next = try await place.startSync()
                try await eventually { try await place.totals()["decided"] == 1 }
                await next.stop()
                let verified = try await place.command("audit", "verify")

                #expect(stopped.code == 0)
                // Else the whole service is cancelled, some time after the drain.
                #expect(!stopped.errors.contains("took longer than allowed"))
                #expect(try await place.journal(of: "northshire-schools")["effective"] == 1)
                #expect(try await place.journal(of: "northshire-schools")["repeats"] == 0)
                #expect(verified.code == 0, "\(verified.output)")
            }
        }
    }

    /// Gives the store a file system of its own, of so many bytes.
    private static func onSmallDisk(
        of size: String,
        for place: Installation,
        _ body: (_ folder: String) async throws -> Void
    ) async throws {
        let small = place.path("small")
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        let mount = try await Program(path: "/bin/mount").run([
            "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", small,
        ])
        try #require(mount.code == 0)
        try place.edit("settings.yaml") {
            $0.replacing("sqlite:store.sqlite", with: "sqlite:small/store.sqlite")
        }
        let unmount = { try await Program(path: "/bin/umount").run(["--lazy", small]) }
        do {
            try await body(small)
        } catch {
            _ = try await unmount()
            throw error
        }
        _ = try await unmount()
    }

    private func submitOne(to place: Installation) async throws -> String {
        let submitted = try await place.command(
            "submit",
            "-",
            "--json",
            input: place.referrals(1)
        )
        return try #require(try submitted.objects().first?["sourceReference"] as? String)
    }
}
