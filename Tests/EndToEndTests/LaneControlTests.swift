import Foundation
import TestPrograms
import Testing

/// What an operator sees of the lanes: a pause, and an outage with its end.
@Suite(.serialized) struct LaneControlTests {
    @Test func `a paused partner gets nothing, also after a restart, until it is resumed`()
        async throws
    {
        try await Installation.with([.schools]) { place in
            let first = try await place.startSync()
            let unreasoned = try await place.command("partners", "pause", "northshire-schools")
            let unknown = try await place.command(
                "partners",
                "pause",
                "northshire-scools",
                "--reason",
                "planned work"
            )
            let paused = try await place.command(
                "partners",
                "pause",
                "northshire-schools",
                "--reason",
                "planned work"
            )
            let repaused = try await place.command(
                "partners",
                "pause",
                "northshire-schools",
                "--reason",
                "planned work, longer"
            )
            try await place.command("submit", "-", input: place.referrals(3))
            await first.stop()
            let second = try await place.startSync()
            let list = try await place.command("partners", "list")
            let held = try await place.counts(of: "northshire-schools")
            let queue = try await place.command("queue")
            let status = try await place.command("status", "OCIT-2026-000001-1")
            let resent = try await place.command(
                "resend",
                "--partner",
                "northshire-schools",
                "--reason",
                "now"
            )
            let resumed = try await place.command("partners", "resume", "northshire-schools")
            let again = try await place.command("partners", "resume", "northshire-schools")

            try await eventually { try await place.totals()["decided"] == 3 }
            let log = second.errors
            await second.stop()

            #expect(!paused.output.contains("before"))
            #expect(repaused.output.contains("takes the place of: planned work."))
            #expect(log.contains(#/partner resumed.* by=/#))
            #expect(unreasoned.code == 64)
            #expect(unknown.code == 65)
            #expect(paused.code == 0)
            #expect(list.output.contains("planned work"))
            #expect(held["queued"] == 3)
            #expect(queue.output.contains("northshire-schools: Paused by"))
            let remedy = "referral-sync partners resume northshire-schools"
            #expect(
                status.output.contains("Next: It is sent when the partner is resumed: \(remedy)")
            )
            #expect(resent.output.contains("3 of 3 are due again now."))
            #expect(resent.output.contains("is paused: nothing is sent to it until \(remedy)"))
            #expect(resumed.code == 0)
            #expect(again.code == 65)
        }
    }

    @Test func `a planned maintenance is waited for, said, and over by itself`() async throws {
        var agency = Installation.Agency.schools
        try await Installation.with([agency]) { place in
            let now = Date()
            // At least 20 seconds of it are left.
            agency.lines.append(
                "maintenance: [\"\(Self.window(from: now - 120, to: now + 80))\"]"
            )
            try place.writePartner(agency)
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(2))
            let queue = try await place.command("queue")
            let status = try await place.command("status", "OCIT-2026-000001-1")

            try await eventually { try await place.totals()["decided"] == 2 }
            let errors = service.errors
            await service.stop()

            for text in [queue.output, status.output] {
                #expect(text.contains("the partner's planned maintenance"))
            }
            #expect(!errors.contains("outage"))
            let journal = try await place.journal(of: agency.id)
            #expect(journal["requests"] == 2)
        }
    }

    /// A window of a partner's file, in whole minutes of British time.
    private static func window(from begin: Date, to end: Date) -> String {
        func text(_ date: Date, _ format: Date.FormatString) -> String {
            let zone = TimeZone(identifier: "Europe/London") ?? .gmt
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            return date.formatted(
                Date.VerbatimFormatStyle(
                    format: format,
                    locale: Locale(identifier: "en_GB"),
                    timeZone: zone,
                    calendar: calendar
                )
            )
        }
        let time: Date.FormatString =
            "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)"
        return
            "\(text(begin, "\(weekday: .wide)").lowercased()) \(text(begin, time))-\(text(end, time))"
    }

    @Test func `an outage is announced once, and its end once`() async throws {
        let fault = "northshire-schools:status=500:first=8"
        try await Installation.with([.schools], faults: [fault]) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(20))
            try await eventually { service.errors.contains("partner outage began") }

            try await eventually { try await place.totals()["decided"] == 20 }
            let errors = service.errors
            await service.stop()

            #expect(errors.ranges(of: "partner outage began").count == 1)
            #expect(errors.ranges(of: "partner outage ended").count == 1)
        }
    }

    @Test func `our own fault is told as ours, and goes on over a reload`() async throws {
        try await Installation.with([.schools]) { place in
            let file = place.path("partners/northshire-schools.yaml")
            let good = try String(contentsOfFile: file, encoding: .utf8)
            let pin = "sha256//" + Data(repeating: 1, count: 32).base64EncodedString()
            try good.replacing("tls:", with: "tls:\n  pins: [\"\(pin)\"]")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(8))
            try await eventually { service.errors.contains("partner setup failed") }
            let status = try await place.command("status", "OCIT-2026-000001-1")
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("read anew") }
            try good.write(toFile: file, atomically: true, encoding: .utf8)
            service.signal(SIGHUP)

            try await eventually { try await place.totals()["decided"] == 8 }
            let errors = service.errors
            await service.stop()

            #expect(status.output.contains("Held up by our own settings"))
            #expect(status.output.contains("Telephone of the partner: 01632 960100"))
            #expect(errors.ranges(of: "partner setup failed").count == 1)
            #expect(errors.ranges(of: "partner setup works").count == 1)
            #expect(!errors.contains("partner outage began"))
        }
    }

    @Test func `deliveries of a partner whose file was removed are not forgotten`() async throws {
        try await Installation.with([.schools]) { place in
            let service = try await place.startSync()
            try await place.command(
                "partners",
                "pause",
                "northshire-schools",
                "--reason",
                "planned"
            )
            try await place.command("submit", "-", input: place.referrals(1))
            try FileManager.default.removeItem(
                atPath: place.path("partners/northshire-schools.yaml")
            )
            service.signal(SIGHUP)
            try await eventually { service.errors.contains("partner without a file") }

            let queue = try await place.command("queue")
            let doctor = try await place.command("doctor")
            let status = try await place.command("status", "OCIT-2026-000001-1")
            await service.stop()

            #expect(queue.output.contains("northshire-schools has no partner file"))
            #expect(doctor.output.contains("1 wait for northshire-schools"))
            #expect(
                status.output.contains("There is no partner file northshire-schools.yaml any more")
            )
        }
    }
}
