import Foundation
import TestPrograms
import TestStores
import Testing

/// Personal data is in no log line and readable in no file that the service wrote.
@Suite(.serialized) struct SecrecyTests {
    @Test func `nothing personal is in the logs or in any file`() async throws {
        try await Installation.with(
            faults: [
                "northshire-social-care:status=503:every=3", "northshire-health:reject=422:first=2",
                "northshire-schools:close-after-processing:first=2",
            ],
            settings: "log:\n  level: trace"
        ) { place in
            let input = try await place.referrals(12)
            let secrets = try personalValues(in: input)
            let service = try await place.startSync()
            let submitted = try await place.command("submit", "-", input: input)
            try await eventually {
                let totals = try await place.totals()
                return totals["decided"] ?? 0 >= 34
                    && totals["decided", default: 0]
                        + totals["parked", default: 0] == 36
            }
            let list = try await place.command("queue", "--list")
            let backup = try await place.command("backup", "--to", place.path("backups"))
            let export = try await place.command("audit", "export", "--log", place.path("log"))
            let audit = try await place.command("audit", "list", "--limit", "1000")
            let metrics = try await place.command("doctor")
            #expect(backup.code == 0 && export.code == 0 && audit.code == 0)
            let logs =
                service.errors + service.output + submitted.errors + submitted.output
                + list.output + backup.output + backup.errors + audit.output + metrics.output
            try search(logs, for: secrets, in: "the logs")
            let whileRunning = try files(of: place)
            for (name, bytes) in whileRunning { try search(bytes, for: secrets, in: name) }
            if TestDatabase.server != nil {
                try search(try await TestDatabase.rows(of: place.store), for: secrets, in: "rows")
            }
            await service.stop()
            for (name, bytes) in try files(of: place) {
                try search(bytes, for: secrets, in: name)
            }

            #expect(secrets.count > 50)
            // The search finds what is there.
            #expect(secrets.allSatisfy { input.range(of: Data($0.utf8)) != nil })
            #expect(whileRunning.contains { $0.name.hasSuffix(".backup") })
            #expect(whileRunning.contains { $0.name.hasPrefix("log/tile/entries") })
            #expect(
                TestDatabase.server != nil
                    || whileRunning.contains { $0.name.hasSuffix("store.sqlite-wal") }
            )
        }
    }

    /// Every text of the referrals that is about a person, long enough not to occur by chance.
    private func personalValues(in input: Data) throws -> Set<String> {
        var found: Set<String> = []
        for line in input.split(separator: UInt8(ascii: "\n")) {
            let object = try JSONSerialization.jsonObject(with: Data(line))
            let referral = try #require(object as? [String: Any])
            for part in ["child", "household", "concern", "referrer", "agreement"] {
                collect(referral[part], into: &found)
            }
        }
        return found
    }

    /// Codes are no secret: they have no space and begin with a small letter.
    private func collect(_ value: Any?, into found: inout Set<String>) {
        switch value {
        case let text as String:
            let isCode =
                !text.contains(" ") && text.first?.isLowercase == true && !text.contains("@")
                || text.wholeMatch(of: /[EW][0-9]{8}|CH-[0-9]+/) != nil
            if text.count >= 7, !isCode {
                found.insert(text)
            }
        case let list as [Any]: for element in list { collect(element, into: &found) }
        case let object as [String: Any]:
            for member in object.values { collect(member, into: &found) }
        default: break
        }
    }

    /// What the service wrote: not the input, not the sandbox's own files.
    private func files(of place: Installation) throws -> [(name: String, bytes: Data)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.folder.path)
        return try names.compactMap { name in
            let url = place.folder.appending(path: name)
            let isOurs = !name.hasPrefix("sandbox/") && !name.hasPrefix("certificates/")
            guard isOurs,
                try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { return nil }
            return (name, try Data(contentsOf: url))
        }
    }

    private func search(_ text: String, for secrets: Set<String>, in name: String) throws {
        try search(Data(text.utf8), for: secrets, in: name)
    }

    private func search(_ bytes: Data, for secrets: Set<String>, in name: String) throws {
        for secret in secrets where bytes.range(of: Data(secret.utf8)) != nil {
            Issue.record("\(name) holds \(secret)")
        }
    }
}
