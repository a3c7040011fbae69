import Foundation
import TestPrograms
import TestStores
import Testing

/// The keys of an installation are changed while it works.
@Suite(.serialized) struct KeyTests {
    @Test func `keys are changed twice while a queue drains, and each delivery arrives once`()
        async throws
    {
        let agencies = Installation.Agency.all.map { agency in
            var slow = agency
            slow.lines.append("concurrency: 1")
            return slow
        }
        // A rotation on a server waits until every service has read the key file, some seconds.
        let pause = TestDatabase.server == nil ? 60 : 250
        let faults = agencies.map { "\($0.id):slow=\(pause)ms" }
        try await Installation.with(agencies, faults: faults) { place in
            var services = [try await place.startSync()]
            // On a server another service has its part, and must learn of the new key.
            if TestDatabase.server != nil {
                services.append(try await place.startSync(socket: "socket-2"))
            }
            try await place.command("submit", "-", input: place.referrals(100))
            try await eventually { try await place.totals()["decided"] ?? 0 > 5 }

            var first = try keys(of: place)
            for _ in 1...2 {
                let created = try await place.command("keys", "create", "--json")
                let rotated = try await place.command("keys", "rotate", "--json")
                let current = try await place.command("keys", "retire", keys(of: place)[0])
                let retired = try await place.command("keys", "retire", first[0])

                #expect(created.code == 0, "\(created.errors)")
                #expect(rotated.code == 0, "\(rotated.errors)")
                #expect(try rotated.objects().first?["rewrapped"] as? Int ?? 0 >= 100)
                #expect(current.code == 65)
                #expect(current.errors.contains("is the current one"))
                #expect(retired.code == 0, "\(retired.errors)")
                #expect(try Set(keys(of: place)).isDisjoint(with: first))
                first = try keys(of: place)
            }
            let left = try await place.totals()
            try await place.command("submit", "-", input: place.referrals(110))
            try await eventually { try await place.totals()["decided"] == 330 }
            let list = try await place.command("keys", "list", "--json").objects()
            for service in services { #expect(await service.stop().code == 0) }
            let without = try await place.command("keys", "list", "--json").objects()
            let status = try await place.command("queue", "--list")

            #expect(left["queued", default: 0] > 0)
            #expect(left["parked"] == 0)
            #expect(list.count == 1)
            #expect(list.first?["children"] as? Int == 110)
            #expect(list.first?["state"] as? String == "current")
            #expect(without.first?["children"] as? Int == 110)
            #expect(status.code == 0)
            for agency in Installation.Agency.all {
                let journal = try await place.journal(of: agency.id)
                #expect(journal["keys"] == 110)
                #expect(journal["effective"] == 110)
                #expect(journal["effectiveMoreThanOnce"] == 0)
                #expect(journal["digestMismatches"] == 0)
            }
        }
    }

    @Test func `a rotation waits for every service, and names the one that lacks the key`()
        async throws
    {
        guard TestDatabase.server != nil else { return }
        try await Installation.with([.schools]) { place in
            let service = try await place.startSync()
            let other = try await place.startSync(socket: "socket-2", keyFile: "key-2")
            try await place.command("submit", "-", input: place.referrals(3))
            try await place.command("keys", "create")

            let refused = try await place.command("keys", "rotate")
            try FileManager.default.removeItem(atPath: place.path("key-2"))
            try FileManager.default.copyItem(
                atPath: place.path("key"),
                toPath: place.path("key-2")
            )
            let rotated = try await place.command("keys", "rotate")
            try await place.command("submit", "-", input: place.referrals(6))
            try await eventually { try await place.totals()["decided"] == 6 }
            await service.stop()
            await other.stop()

            #expect(refused.code == 69)
            #expect(refused.errors.contains("process \(other.pid)"))
            #expect(!refused.errors.contains("process \(service.pid)"))
            #expect(rotated.code == 0, "\(rotated.errors)")
        }
    }

    @Test func `a store whose key file is gone is not given another key`() async throws {
        try await Installation.with([.schools]) { place in
            try await place.command("queue")
            try FileManager.default.removeItem(atPath: place.path("key"))

            let created = try await place.command("keys", "create")

            #expect(created.code == 78)
            #expect(created.errors.contains("from its safe copy"))
            #expect(!FileManager.default.fileExists(atPath: place.path("key")))
        }
    }

    @Test func `nothing that the service has in memory gets into a dump`() async throws {
        try await Installation.with([.schools]) { place in
            let service = try await place.startSync()
            let limits = try String(
                contentsOfFile: "/proc/\(service.pid)/limits",
                encoding: .utf8
            )
            let status = try String(
                contentsOfFile: "/proc/\(service.pid)/status",
                encoding: .utf8
            )
            let doctor = try await place.command("doctor")
            await service.stop()

            #expect(limits.contains(/Max core file size +0 +0/))
            #expect(doctor.output.contains("core dumps off"))
            let isLocked = !status.contains(/VmLck:\s+0 kB/)
            #expect(doctor.output.contains("memory locked") == isLocked)
        }
    }

    /// The identifiers in the key file, the newest first.
    private func keys(of place: Installation) throws -> [String] {
        try String(contentsOfFile: place.path("key"), encoding: .utf8).split(separator: "\n")
            .map { String($0.split(separator: " ")[1]) }
    }
}
