import Hummingbird
package import Logging
import NIOCore
package import Outbox
import ServiceLifecycle

/// The duty that serves the desk on a Unix domain socket, for the commands and for scripts.
package struct PortalService: Service {
    /// How long a request may still take after the stop.
    private static let patience: Duration = .seconds(5)

    private let desk: any ReferralDesk
    private let health: @Sendable () -> Health
    private let rules: @Sendable () -> AccessRules
    private let socket: String
    private let metrics: @Sendable () async throws -> PrometheusText
    private let time: TimeSource
    private let logger: Logger

    /// Serves a desk at a path; what each local user may do there is what the rules say.
    package init(
        desk: any ReferralDesk,
        health: @escaping @Sendable () -> Health,
        rules: @escaping @Sendable () -> AccessRules,
        socket: String,
        metrics: @escaping @Sendable () async throws -> PrometheusText,
        time: TimeSource,
        logger: Logger
    ) {
        self.desk = desk
        self.health = health
        self.rules = rules
        self.socket = socket
        self.metrics = metrics
        self.time = time
        self.logger = logger
    }

    /// Serves until a graceful shutdown, which answers what was begun.
    package func run() async throws {
        let file = SocketFile(path: socket)
        try file.makeFree()
        defer { file.remove() }
        do {
            try await serve(application(at: file))
        } catch let error as IOError {
            throw DeskError.unavailable(
                "The socket \(socket) cannot be opened: \(error). Choose another one in the "
                    + "settings: socket"
            )
        }
    }

    /// After the stop, a client that does not end its request is waited for only a while.
    private func serve(_ application: some ApplicationProtocol) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                try await gracefulShutdown()
                try await time.sleep(Self.patience)
            }
            try await group.next()
            group.cancelAll()
            while !group.isEmpty { _ = await group.nextResult() }
        }
    }

    private func application(at file: SocketFile) -> some ApplicationProtocol {
        let router = Router(context: PeerContext.self)
        router.add(middleware: ProblemMiddleware(logger: logger))
        router.get("/v1/health") { _, _ in try Response.json(health()) }
        router.group().add(middleware: PeerMiddleware(rules: rules))
            .get("/metrics") { _, _ in
                _ = try await desk.queue()
                return Response.prometheus(try await metrics())
            }
        DeskRoutes(desk: desk).add(to: router.group().add(middleware: PeerMiddleware(rules: rules)))
        var quiet = logger
        // Below this level the server logs each connection, and addresses that hold references.
        quiet.logLevel = max(logger.logLevel, .notice)
        return Application(
            router: router,
            // A client that stops in the middle of a request gives its connection back.
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket),
                serverName: nil
            ),
            onServerRunning: { _ in
                file.open(toOthers: rules().nameOthers)
                logger.info("ready", metadata: ["socket": "\(file.path)"])
            },
            logger: quiet
        )
    }
}
