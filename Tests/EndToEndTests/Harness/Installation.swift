import Foundation
import Synchronization
import TestPrograms
import TestStores

/// A whole installation in a temporary folder: certificates, a sandbox, settings and a store.
final class Installation: Sendable {
    /// One pretend agency and how its partner file differs from the usual.
    struct Agency: Sendable {
        let id: String
        let contract: String
        var lines: [String] = ["idempotent: true"]
        var hasStatusAddress = true
        var title = "A pretend agency"
        var covers = "everything: true"

        static let socialCare = Agency(
            id: "northshire-social-care",
            contract: "childrens-social-care/1.0"
        )
        static let schools = Agency(id: "northshire-schools", contract: "education/1.0")
        static let health = Agency(id: "northshire-health", contract: "health-fhir/1.0")
        static let all = [socialCare, schools, health]
    }

    static let contracts = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Contracts").path

    let folder: URL
    let sandbox: RunningProgram
    let address: String
    /// The store as the settings name it: a file, or a schema on the server for tests.
    let store: String
    /// What the service's programs find in their environment.
    private let environment: [String: String]
    private let started = Mutex<[RunningProgram]>([])

    private init(
        folder: URL,
        sandbox: RunningProgram,
        address: String,
        store: String,
        environment: [String: String]
    ) {
        self.environment = environment
        self.folder = folder
        self.sandbox = sandbox
        self.address = address
        self.store = store
    }

    /// Runs a test on a fresh installation and removes it afterwards.
    static func with(
        _ agencies: [Agency] = Agency.all,
        faults: [String] = [],
        files: [String: String] = [:],
        clients: [String] = [],
        sandbox options: [String] = [],
        settings: String = "",
        environment: [String: String] = [:],
        _ test: (Installation) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "installation-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "partners"),
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(
                to: folder.appending(path: name),
                atomically: true,
                encoding: .utf8
            )
        }
        try await Program.partnerSandbox.run(
            ["certificates", folder.appending(path: "certificates").path]
                + (["referral-sync"] + clients).flatMap { ["--client", $0] }
        )
        let sandbox = try Program.partnerSandbox.start(
            sandboxArguments(folder, agencies, faults, options)
        )
        let ready = folder.appending(path: "address")
        do {
            try await eventually {
                (try? String(contentsOf: ready, encoding: .utf8))?.isEmpty == false
            }
            let address = try String(contentsOf: ready, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let store = try await TestDatabase.newPlace(file: "store.sqlite")
            let installation = Installation(
                folder: folder,
                sandbox: sandbox,
                address: address,
                store: store,
                environment: environment
            )
            try installation.writeSettings(settings.replacing("FOLDER", with: folder.path))
            for agency in agencies { try installation.writePartner(agency) }
            await installation.takeSoundness(agencies)
            defer { installation.killAll() }
            do {
                try await test(installation)
            } catch {
                installation.showLogs()
                throw error
            }
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    private static func sandboxArguments(
        _ folder: URL,
        _ agencies: [Agency],
        _ faults: [String],
        _ options: [String]
    ) -> [String] {
        let certificates = folder.appending(path: "certificates").path
        var arguments = [
            "serve", "--port", "0", "--certificates", certificates, "--contracts", contracts,
            "--data", folder.appending(path: "sandbox").path,
            "--ready-file", folder.appending(path: "address").path,
            "--acknowledge-after", "200ms", "--decide-after", "500ms",
        ]
        arguments += agencies.flatMap { ["--agency", "\($0.id)=\($0.contract)"] }
        arguments += faults.flatMap { ["--fault", $0] }
        arguments += options.map {
            $0.replacing("CERTIFICATES", with: certificates).replacing("FOLDER", with: folder.path)
        }
        return arguments
    }

    /// The checks of contracts, by those that are checked together: one installation makes each, and
    /// all others wait for it, because it is the longest part of a first start.
    private static let soundness = Mutex<[Set<String>: Task<Data?, Never>]>([:])

    private func takeSoundness(_ agencies: [Agency]) async {
        let file = folder.appending(path: ".contracts-checked")
        let check = Self.soundness.withLock { known in
            let contracts = Set(agencies.map(\.contract))
            if let check = known[contracts] { return check }
            let check = Task {
                _ = try? await command("doctor")
                return try? Data(contentsOf: file)
            }
            known[contracts] = check
            return check
        }
        try? await check.value?.write(to: file)
    }

    /// What the services of a failed test had to say at last.
    private func showLogs() {
        for program in started.withLock({ $0 }) {
            let lines = program.errors.split(separator: "\n").suffix(40).joined(separator: "\n")
            FileHandle.standardError.write(Data("-- service of \(folder.path)\n\(lines)\n".utf8))
        }
    }

    /// Ends what a failed test left running.
    private func killAll() {
        for program in started.withLock({ $0 }) { program.signal(SIGKILL) }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Changes the text of a file of the installation.
    func edit(_ name: String, _ change: (String) -> String) throws {
        try change(String(contentsOfFile: path(name), encoding: .utf8))
            .write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    func writeSettings(_ more: String) throws {
        let text = """
            store: \(store)
            keyFile: key
            socket: socket
            contracts: \(Self.contracts)
            delivery:
              retry:
                base: 100ms
                cap: 500ms
            answers:
              poll: 200ms
            \(more)
            """
        try text.write(toFile: path("settings.yaml"), atomically: true, encoding: .utf8)
    }

    func writePartner(_ agency: Agency, certificates: String = "../certificates") throws {
        let endpoint = "\(address)/agencies/\(agency.id)/referrals"
        let lines =
            [
                "title: \(agency.title)", "kind: other", "contract: \(agency.contract)",
                "telephone: 01632 960100", "covers:", "  \(agency.covers)",
                "address: \(endpoint)", "internal: true", "tls:",
                "  certificateAuthority: \(certificates)/ca.pem",
                "  certificate: \(certificates)/referral-sync.pem",
                "  key: \(certificates)/referral-sync.key",
            ] + agency.lines.map { $0.replacing("ADDRESS", with: address) }
            + (agency.hasStatusAddress ? ["statusAddress: \(endpoint)/{key}"] : [])
        try lines.joined(separator: "\n").write(
            toFile: path("partners/\(agency.id).yaml"),
            atomically: true,
            encoding: .utf8
        )
    }

    /// Runs a command of the service with these settings.
    @discardableResult
    func command(_ arguments: String..., input: Data = Data()) async throws -> Program.Outcome {
        try await command(arguments, input: input)
    }

    /// Runs a command of the service with these settings.
    @discardableResult
    func command(_ arguments: [String], input: Data = Data()) async throws -> Program.Outcome {
        try await Program.referralSync.run(
            arguments + ["--settings", path("settings.yaml")],
            input: input,
            environment: environment
        )
    }

    /// Starts background sync and waits until it can be reached; several need a socket each, and
    /// may have a copy of the key file.
    func startSync(
        socket: String = "socket",
        keyFile: String = "key"
    ) async throws -> RunningProgram {
        if keyFile != "key" {
            try FileManager.default.copyItem(atPath: path("key"), toPath: path(keyFile))
        }
        let running = try Program.referralSync.start(
            ["run", "--settings", path("settings.yaml")],
            environment: [
                "REFERRAL_SYNC_SOCKET": path(socket), "REFERRAL_SYNC_KEY_FILE": path(keyFile),
            ].merging(environment) { $1 }
        )
        started.withLock { $0.append(running) }
        try await eventually {
            FileManager.default.fileExists(atPath: path(socket))
                && running.errors.contains("ready")
        }
        return running
    }

    /// Invented referrals as NDJSON.
    func referrals(_ count: Int, seed: Int = 1) async throws -> Data {
        let made = try await Program.partnerSandbox.run(
            ["referrals", "--count", "\(count)", "--seed", "\(seed)"])
        return Data(made.output.utf8)
    }

    /// The totals of `queue --json`.
    func totals() async throws -> [String: Int] {
        let queue = try await command("queue", "--json").objects().first ?? [:]
        return (queue["totals"] as? [String: Any] ?? [:]).compactMapValues { $0 as? Int }
    }

    /// The counts of one partner in `queue --json`.
    func counts(of partner: String) async throws -> [String: Int] {
        let queue = try await command("queue", "--json").objects().first ?? [:]
        let partners = queue["partners"] as? [[String: Any]] ?? []
        let found = partners.first { $0["id"] as? String == partner } ?? [:]
        return found.compactMapValues { $0 as? Int }
    }

    /// The client certificates that the agencies saw.
    func certificatesSeen() async throws -> Set<String> {
        let outcome = try await Program.partnerSandbox.run(
            ["journal", path("sandbox"), "--json", "--list"])
        let found = outcome.output.matches(of: /"clientCertificate" *: *"([0-9a-f]+)"/)
        return Set(found.map { String($0.1) })
    }

    /// What one agency's journal says, by `journal --json`.
    func journal(of agency: String) async throws -> [String: Int] {
        let outcome = try await Program.partnerSandbox.run(
            ["journal", path("sandbox"), "--json"])
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let agencies = (object as? [String: Any])?["agencies"] as? [[String: Any]] ?? []
        let found = agencies.first { $0["agency"] as? String == agency } ?? [:]
        return found.compactMapValues { $0 as? Int }
    }
}
