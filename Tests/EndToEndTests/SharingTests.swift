import Foundation
import TestPrograms
import TestStores
import Testing

/// Several services on one store, which only a server can be.
@Suite(.serialized, .enabled(if: TestDatabase.server != nil)) struct SharingTests {
    @Test func `services share the work, and when one is killed the others do its part`()
        async throws
    {
        try await Installation.with(faults: ["northshire-schools:slow=200ms"]) { place in
            let first = try await place.startSync(socket: "socket")
            let second = try await place.startSync(socket: "socket-2")
            try await place.command("submit", "-", input: place.referrals(40))
            try await eventually { try await place.totals()["delivered"] ?? 0 > 5 }

            second.signal(SIGKILL)
            try await eventually { try await place.totals()["decided"] == 120 }
            await first.stop()

            for agency in Installation.Agency.all {
                let journal = try await place.journal(of: agency.id)
                #expect(journal["effective"] == 40)
                #expect(journal["effectiveMoreThanOnce"] == 0)
            }
        }
    }

    @Test func `what one service takes in another delivers, and each knows what holds a lane up`()
        async throws
    {
        try await Installation.with([.schools], faults: ["northshire-schools:refuse"]) { place in
            let worker = try await place.startSync(socket: "socket-2")
            // Without a service on its own socket, the command opens the store beside the service.
            let submitted = try await place.command(
                "submit",
                "-",
                "--json",
                input: place.referrals(8)
            )
            let reference = try #require(
                try submitted.objects().first?["sourceReference"] as? String
            )
            try await eventually {
                try await place.command("status", reference).output
                    .contains("The partner has been down")
            }
            let queue = try await place.command("queue")
            let paused = try await place.command(
                "partners",
                "pause",
                "northshire-schools",
                "--reason",
                "They rebuild."
            )
            await worker.stop()

            #expect(submitted.code == 0)
            #expect(queue.output.contains("northshire-schools: The partner has been down since"))
            #expect(paused.code == 0)
        }
    }
}
