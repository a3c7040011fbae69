import ArgumentParser
import Contracts
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// Serves pretend agencies until it is stopped.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve pretend agencies over mutual TLS.",
        discussion: """
            Each agency receives documents at https://localhost:PORT/agencies/ID/referrals and \
            tells their state at …/referrals/KEY. Stop it with SIGTERM or Ctrl-C.
            """
    )

    @Option(help: "The port of all agencies; 0 picks a free one.") var port = 0
    @Option(help: "The folder that `certificates` made.") var certificates: String
    @Option(help: "The folder of contracts.") var contracts = "Contracts"
    @Option(help: "The folder for the journals.") var data: String
    @Option(help: "ID=CONTRACT/VERSION, with @PORT for a listener of its own; repeatable.")
    var agency: [AgencySpec]
    @Option(help: "When a document is acknowledged.")
    var acknowledgeAfter = DurationText(.seconds(1))
    @Option(help: "When a document is decided.") var decideAfter = DurationText(.seconds(2))
    @Option(help: ArgumentHelp("What goes wrong; repeatable.", discussion: Fault.form))
    var fault: [String] = []
    @Option(
        help: """
            AGENCY:KEYID:ALGORITHM:FILE, a key by which signatures are checked: ed25519 (a public \
            key in PEM) or hmac-sha256 (base64); repeatable.
            """
    )
    var signature: [SignatureSpec] = []
    @Option(
        help: """
            AGENCY:CLIENT:FILE, a client that needs a token from /oauth2/token; the file has its \
            secret, or its public key in PEM; repeatable.
            """
    )
    var oauth2: [ClientSpec] = []
    @Option(help: "AGENCY=poll, receipt, feed or post: how its answers travel; repeatable.")
    var way: [AnswerWay] = []
    @Option(
        help: ArgumentHelp(
            "AGENCY=FILE, what it answers instead of its contract's examples; repeatable.",
            discussion:
                "A list of {\"after\": \"200ms\", \"answer\": {…}}; NOW is the time of the answer."
        )
    )
    var script: [AgencyText] = []
    @Option(help: "AGENCY=URL, where it posts its answers; repeatable.")
    var postTo: [AgencyText] = []
    @Option(help: "AGENCY:KEYID:ALGORITHM:FILE, the key that signs its posts; repeatable.")
    var postKey: [SignatureSpec] = []
    @Option(
        help: """
            AGENCY=FAULT, what goes wrong with its posts: \
            \(PostFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")); repeatable.
            """
    )
    var postFault: [PostFault] = []
    @Option(help: "How long a token is good.")
    var tokenLifetime = DurationText(.seconds(300))
    @Option(help: "How often a token may be used; any number of times, if not given.")
    var tokenUses: Int?
    @Flag(name: .customLong("http1"), help: "Offer HTTP/1.1 only.") var isHTTP1Only = false
    @Option(help: "A file that gets the address once all is ready.") var readyFile: String?
    @Option(help: "A plain local port to change faults by; 0 picks a free one.")
    var control: Int?

    func run() async throws {
        try await Complaint.told {
            var logger = Logger(label: "partner-sandbox") {
                StreamLogHandler.standardError(label: $0)
            }
            logger.logLevel = .error
            let board = FaultBoard(try fault.map { try Fault($0) })
            let agencies = try agencies()
            let server = SandboxServer(
                routes: AgencyRoutes(
                    agencies: agencies,
                    board: board,
                    gate: Gate(
                        signatures: signature,
                        tokens: TokenDesk(
                            oauth2,
                            lifetime: tokenLifetime.duration,
                            usesMax: tokenUses ?? .max
                        )
                    )
                ),
                certificates: URL(filePath: certificates),
                isHTTP1Only: isHTTP1Only,
                logger: logger
            )
            var services: [any Service] = [
                try server.application(port: port) { port in announce("https://localhost:\(port)") }
            ]
            for spec in agency {
                guard let port = spec.port else { continue }
                services.append(
                    OwnListener(agency: spec.id, port: port, server: server, board: board)
                )
            }
            services += try posts(of: agencies)
            if let control {
                services.insert(
                    ControlPort(board: board, logger: logger).application(port: control) { port in
                        say("control at http://127.0.0.1:\(port)")
                    },
                    at: 0
                )
            }
            var configuration = ServiceGroupConfiguration(
                services: services.map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
            // A client that keeps its connection must not hold up the end.
            configuration.maximumGracefulShutdownDuration = .seconds(1)
            do {
                try await ServiceGroup(configuration: configuration).run()
            } catch is CancellationError {
                // The second is over.
            }
        }
    }

    private func agencies() throws -> [String: Agency] {
        let library: ContractLibrary
        do {
            library = try ContractLibrary.load(from: URL(filePath: contracts))
        } catch {
            throw Complaint(error.message, code: Complaint.noInput)
        }
        let folder = URL(filePath: data)
        let known = (try? Journal.read(folder)) ?? [:]
        var agencies: [String: Agency] = [:]
        for spec in agency {
            guard let contract = library[spec.contract] else {
                throw Complaint(
                    "there is no contract \(spec.contract) in \(contracts)",
                    code: Complaint.noInput
                )
            }
            agencies[spec.id] = Agency(
                id: spec.id,
                contract: contract,
                journal: try Journal(folder.appending(path: spec.id + Journal.ending)),
                known: known[spec.id] ?? [],
                way: way.first { $0.agency == spec.id }?.way ?? .poll,
                answers: try AnswerBook(
                    for: contract,
                    acknowledgeAfter: acknowledgeAfter.duration,
                    decideAfter: decideAfter.duration,
                    script: try script.first { $0.agency == spec.id }
                        .map { try AnswerScript(file: $0.text) }
                )
            )
        }
        return agencies
    }

    private func posts(of agencies: [String: Agency]) throws -> [any Service] {
        guard !postTo.isEmpty else { return [] }
        let record = try PostRecord(URL(filePath: data).appending(path: "posts.ndjson"))
        return postTo.compactMap { target in
            agencies[target.agency].map { agency in
                AnswerPost(
                    agency: agency,
                    address: target.text,
                    signer: postKey.first { $0.agency == agency.id }.map(PostSigner.init),
                    fault: postFault.first { $0.agency == agency.id }?.kind,
                    certificates: URL(filePath: certificates),
                    record: record
                )
            }
        }
    }

    private func announce(_ address: String) {
        say("listening on \(address)")
        guard let readyFile else { return }
        try? Data("\(address)\n".utf8).write(to: URL(filePath: readyFile), options: .atomic)
    }

    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
