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
            try await place.command("submit", "-", input: place.referrals(3))
            await first.stop()
            let second = try await place.startSync()
            let list = try await place.command("partners", "list")
            let held = try await place.counts(of: "northshire-schools")
            let resumed = try await place.command("partners", "resume", "northshire-schools")
            let again = try await place.command("partners", "resume", "northshire-schools")

            try await eventually { try await place.totals()["decided"] == 3 }
            await second.stop()

            #expect(unreasoned.code == 64)
            #expect(unknown.code == 65)
            #expect(paused.code == 0)
            #expect(list.output.contains("planned work"))
            #expect(held["queued"] == 3)
            #expect(resumed.code == 0)
            #expect(again.code == 65)
        }
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
}
