import Acknowledgements
import Contracts
import Database
import DatabaseSQLite
import Delivery
import DeliveryCurl
import Foundation
import Logging
import Outbox
import Portal
import ServiceLifecycle
import UnixSignals

/// Everything that `run` keeps running.
struct BackgroundSync {
    /// How long after the drain the service still tidies up.
    private static let tidying: Duration = .seconds(10)

    let loaded: LoadedSettings
    let time: TimeSource
    let logger: Logger

    init(loaded: LoadedSettings, time: TimeSource) {
        self.loaded = loaded
        self.time = time
        let settings = loaded.settings
        logger = Logger(label: "referral-sync") { _ in
            LineLogHandler(format: settings.logFormat, level: settings.logLevel)
        }
    }

    /// Runs until a signal to stop, or until the store fails.
    func run() async throws {
        let installation = try Installation.load(loaded)
        try checkCertificates(of: installation.partners)
        try checkLibraries()
        let connections = try installation.partners.map { try $0.connection() }
        let store = try await openStore()
        let transport = CurlTransport(connections: connections)
        defer { transport.close() }
        await logStart(installation)
        do {
            try await group(installation, store, transport).run()
        } catch is CancellationError where store.database.failure == nil {
            logger.warning("stopped before everything on the wire was finished")
        } catch {
            await store.close()
            throw store.database.failure ?? error
        }
        await store.close()
        logger.info("stopped")
    }

    private func group(
        _ installation: Installation,
        _ store: OpenStore,
        _ transport: CurlTransport
    ) -> ServiceGroup {
        let bell = Doorbell()
        let desk = installation.desk(on: store, onDue: { bell.ring($0) })
        let settings = loaded.settings
        let services: [any Service] = [
            StoreWatch(database: store.database),
            QueueAlarm(desk: desk, time: time, logger: logger),
            PortalService(
                desk: desk,
                health: Health(
                    version: ProgramVersion.text,
                    pid: Int(getpid()),
                    store: settings.store.resolvingSymlinksInPath().path
                ),
                socket: settings.socket,
                time: time,
                logger: logger
            ),
            DeliveryService(
                partners: installation.partners.map(\.delivery),
                kinds: installation.documentKinds,
                settings: settings.delivery,
                outbox: store.outbox,
                transport: transport,
                bell: bell,
                time: time,
                makeID: Identifiers.make,
                random: Identifiers.random,
                logger: logger
            ),
        ]
        // Without partners the collector would end at once, and with it the group.
        let collector =
            installation.partners.isEmpty
            ? []
            : [
                AnswerCollector(
                    partners: installation.partners.map(\.polling),
                    library: installation.library,
                    outbox: store.outbox,
                    source: transport,
                    time: time,
                    logger: logger
                )
            ]
        var configuration = ServiceGroupConfiguration(
            services: services + collector,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = settings.delivery.drainLimit + Self.tidying
        return ServiceGroup(configuration: configuration)
    }
}
