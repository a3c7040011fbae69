import Delivery
import DeliveryCurl
import Foundation
import TestPrograms

/// A real agency over mutual TLS: the sandbox, with one agency named `schools`.
struct TestAgency {
    let folder: URL
    let address: String

    /// Runs a test with an agency and stops the agency afterwards.
    static func with(
        faults: [String] = [],
        options: [String] = [],
        clients: [String] = ["referral-sync"],
        _ test: (TestAgency) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "agency-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = folder.appending(path: "certificates").path
        try await Program.partnerSandbox.run(
            ["certificates", certificates] + clients.flatMap { ["--client", $0] }
        )
        let contracts = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Contracts")
        let ready = folder.appending(path: "ready")
        let sandbox = try Program.partnerSandbox.start(
            [
                "serve", "--certificates", certificates, "--contracts", contracts.path,
                "--data", folder.appending(path: "data").path, "--ready-file", ready.path,
                "--agency", "schools=education/1.0",
            ] + faults.flatMap { ["--fault", $0] } + options
        )
        do {
            try await eventually { FileManager.default.fileExists(atPath: ready.path) }
            let address = try String(contentsOf: ready, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try await test(TestAgency(folder: folder, address: address))
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    func file(_ name: String) -> Data? {
        try? Data(contentsOf: folder.appending(path: "certificates/\(name)"))
    }

    /// A connection to the agency; what a test sets is what it is about.
    func connection(
        partner: String = "schools",
        client: String? = "referral-sync",
        authorities: Data? = nil,
        pins: [String] = [],
        isInternal: Bool = true,
        version: PartnerConnection.HTTPVersion = .two,
        answerBytesMax: Int = 256 << 10
    ) -> PartnerConnection {
        PartnerConnection(
            partner: partner,
            address: address,
            identity: client.map {
                PartnerConnection.Identity(
                    certificate: file("\($0).pem") ?? Data(),
                    key: file("\($0).key") ?? Data()
                )
            },
            authorities: authorities ?? file("ca.pem"),
            pins: pins,
            isInternal: isInternal,
            version: version,
            answerBytesMax: answerBytesMax
        )
    }

    /// A document that the agency reads and then refuses, for it only has to be seen.
    func post(
        _ key: String,
        partner: String = "schools",
        address other: String? = nil,
        headers: [(name: String, value: String)] = [],
        timeLimit: Duration = .seconds(20)
    ) -> TransportRequest {
        TransportRequest(
            partner: partner,
            method: .post,
            address: other ?? "\(address)/agencies/schools/referrals",
            headers: [
                ("Content-Type", "application/json"), ("Idempotency-Key", "\"\(key)\""),
            ] + headers,
            body: Data("{\"not\":\"a referral\"}".utf8),
            timeLimit: timeLimit
        )
    }

    /// The journal's entries, oldest first.
    func entries() async throws -> [[String: Any]] {
        let outcome = try await Program.partnerSandbox.run(
            ["journal", folder.appending(path: "data").path, "--json", "--list"])
        return try outcome.objects().first?["entries"] as? [[String: Any]] ?? []
    }
}
