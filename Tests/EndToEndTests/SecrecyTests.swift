import Foundation
import TestPrograms
import TestStores
import Testing

/// Personal data is in no log line, readable in no file that the service wrote and in nothing that went
/// over the network, and does not stay in its memory.
@Suite(.serialized) struct SecrecyTests {
    @Test func `nothing personal is in the logs, in any file or on the network`() async throws {
        try await Installation.with(
            faults: [
                "northshire-social-care:status=503:every=3", "northshire-health:reject=422:first=2",
                "northshire-schools:close-after-processing:first=2",
            ],
            settings: "log:\n  level: trace"
        ) { place in
            let input = try await place.referrals(12)
            let secrets = try personalValues(in: input)
            let recorder = try await record(place)
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
            let whileRunning = try files(of: place)
            var all = whileRunning + [("the logs", Data(logs.utf8))]
            if TestDatabase.server != nil {
                all.append(("rows", try await TestDatabase.rows(of: place.store)))
            }
            await service.stop()
            await recorder.stop()
            all += try files(of: place)
            for (name, bytes) in all {
                for secret in texts(secrets, in: bytes) {
                    Issue.record("\(name) holds \(secret)")
                }
            }

            #expect(secrets.count > 50)
            // The search finds what is there.
            #expect(texts(secrets, in: input) == secrets)
            #expect(whileRunning.contains { $0.name.hasSuffix(".backup") })
            #expect(whileRunning.contains { $0.name.hasPrefix("log/tile/entries") })
            // More than the documents went through the recorder.
            let capture = try #require(all.last { $0.name == "capture" })
            #expect(capture.bytes.count > input.count)
            #expect(
                TestDatabase.server != nil
                    || whileRunning.contains { $0.name.hasSuffix("store.sqlite-wal") }
            )
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root may read the memory of a hidden process"))
    func `nothing personal stays in the memory of a service that has done its work`() async throws {
        try await Installation.with { place in
            let input = try await place.referrals(20)
            let service = try await place.startSync()
            // What it holds before it was told of anybody, such as dates of the contracts.
            let own = try await textsInMemory(of: service, try personalValues(in: input))
            let secrets = try personalValues(in: input).subtracting(own)
            #expect(own.count < 5)
            let submitted = try await place.command("submit", "-", input: input)
            try #require(submitted.code == 0)
            try await eventually { try await place.totals()["decided"] == 60 }

            // An idle connection is kept for half a minute, and with it its buffers.
            var left = secrets
            try? await eventually(within: .seconds(90)) {
                left = try await textsInMemory(of: service, secrets)
                return left.isEmpty
            }
            #expect(left.isEmpty)
            await service.stop()
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root may read the memory of a hidden process"))
    func `without protection the same searches find what is personal`() async throws {
        try await Installation.with(
            [.socialCare],
            environment: ["UNPROTECTED_TRIAL": "1"]
        ) { place in
            let input = try await place.referrals(5)
            let secrets = try personalValues(in: input)
            let service = try await place.startSync()
            let submitted = try await place.command("submit", "-", input: input)
            try #require(submitted.code == 0)
            try await eventually { try await place.totals()["decided"] == 5 }

            let memory = try await textsInMemory(of: service, secrets)
            #expect(memory.count > secrets.count / 2)
            await service.stop()
            var stored = Set(try files(of: place).flatMap { texts(secrets, in: $0.bytes) })
            if TestDatabase.server != nil {
                let rows = try await TestDatabase.rows(of: place.store)
                stored.formUnion(texts(secrets, in: rows))
            }
            #expect(stored == secrets)
        }
    }

    /// Has all that goes to the agencies pass through a recorder, into the file `capture`.
    private func record(_ place: Installation) async throws -> RunningProgram {
        let port = try #require(place.address.split(separator: ":").last)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "recorder.py").path
        let recorder = try Program(path: "/usr/bin/python3").start(
            [script, String(port), place.path("capture")]
        )
        try await eventually { recorder.output.hasSuffix("\n") }
        let own = recorder.output.trimmingCharacters(in: .newlines)
        let partners = place.folder.appending(path: "partners")
        for file in try FileManager.default.contentsOfDirectory(
            at: partners,
            includingPropertiesForKeys: nil
        ) {
            try String(contentsOf: file, encoding: .utf8).replacing(":\(port)/", with: ":\(own)/")
                .write(to: file, atomically: true, encoding: .utf8)
        }
        return recorder
    }

    /// Which of the texts are in what a dump of the process would hold: all that it may write to.
    private func textsInMemory(
        of service: RunningProgram,
        _ secrets: Set<String>
    ) async throws -> Set<String> {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "memory-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (core, list) = (folder.appending(path: "core"), folder.appending(path: "texts"))
        try secrets.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
        try Data().write(to: core)
        let dump = try FileHandle(forWritingTo: core)
        // The processes that run the contracts' programs too.
        let children = try await Program(path: "/usr/bin/pgrep").run(["-P", "\(service.pid)"])
        for process in ["\(service.pid)"] + children.output.split(separator: "\n").map(String.init)
        {
            let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(process)/mem"))
            let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
            for line in maps.split(separator: "\n") {
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                let range = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
                // What is mapped from a file, the program itself, is the same for every child.
                guard words[1].contains("w"), words[4] == "0" else { continue }
                try memory.seek(toOffset: range[0])
                if let part = try? memory.read(upToCount: Int(range[1] - range[0])) {
                    try dump.write(contentsOf: part)
                }
            }
        }
        try dump.close()
        let found = try await Program(path: "/usr/bin/grep").run(
            ["--text", "--only-matching", "--fixed-strings", "--file", list.path, core.path],
            environment: ["LC_ALL": "C"]
        )
        return Set(found.output.split(separator: "\n").map(String.init))
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

    private func texts(_ secrets: Set<String>, in bytes: Data) -> Set<String> {
        secrets.filter { bytes.range(of: Data($0.utf8)) != nil }
    }
}
