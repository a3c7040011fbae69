import Audit
import Contracts
import Database
import Delivery
import Foundation
import Logging
import Outbox
import Portal
import ServiceLifecycle
import UnixSignals
import Vault

/// Everything that `run` keeps running.
struct BackgroundSync {
    /// How long after the drain the service still tidies up.
    private static let tidying: Duration = .seconds(10)

    let loaded: LoadedSettings
    /// The machine's clock, until the store is open.
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
        // One for the whole life, and first: a SIGHUP that nobody waits for would end the process.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let installation = try Installation.load(loaded)
        try await installation.checkContracts()
        try installation.checkCertificates(at: time.now(), logger)
        try checkLibraries()
        let store = try await openStore()
        await logStart(installation)
        for grantee in loaded.settings.access.unknown {
            logger.warning(
                "a role is given to nobody",
                metadata: [
                    "grantee": "\(grantee.text)",
                    "remedy": "This machine has no such user or group. Settings: roles",
                ]
            )
        }
        for draft in installation.drafts {
            logger.warning("draft contract in use", metadata: ["reason": "\(draft)"])
        }
        do {
            let signer = try await store.outbox.auditSigner(at: store.time.now())
            try await group(installation, store, signer, hangups).run()
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
        _ signer: NoteSigner,
        _ hangups: UnixSignalsSequence
    ) -> ServiceGroup {
        let bell = Doorbell()
        let board = LaneBoard()
        let settings = loaded.settings
        // Unique per boot: a restarted process must not pass for its dead predecessor.
        let worker = Identifiers.make()
        let current = CurrentInstallation(installation)
        let desk = ChangingDesk(
            installation.desk(on: store, ringing: bell, board: board, of: worker, logger: logger)
        )
        let guarded = GuardedDesk(desk) {
            [outbox = store.outbox, time = store.time] refusal in
            try await outbox.note(refusal, at: time.now())
        }
        let hints = HintState()
        let memoryTrouble = ProcessGuard.lockMemory()
        let roster = roster(on: store, worker, board)
        let keeper = roster?.keeper ?? .alone
        let metrics = metricsPage(desk, board)
        let checkpoint = CheckpointWatch(store)
        let health: @Sendable () -> Health = {
            Health(
                version: ProgramVersion.text,
                pid: Int(getpid()),
                store: settings.store.identity,
                hintTrouble: hints.reason,
                memoryTrouble: memoryTrouble
            )
        }
        var configuration = ServiceGroupConfiguration(
            // Stopped in the reverse order: duties are renewed until their work has ended.
            services: [StoreWatch(database: store.database), checkpoint]
                + (roster.map { [$0] } ?? []) + [
                    KeptDuty(
                        "alarm",
                        QueueAlarm(desk: desk, time: time, logger: logger),
                        by: keeper
                    ),
                    PortalService(
                        desk: guarded,
                        health: health,
                        rules: { settings.access },
                        socket: settings.socket,
                        metrics: metrics,
                        time: time,
                        logger: logger
                    ),
                    PartnerDuties(
                        first: installation,
                        loaded: loaded,
                        hangups: hangups,
                        store: store,
                        bell: bell,
                        board: board,
                        desk: desk,
                        current: current,
                        keeper: keeper,
                        checkpoint: checkpoint,
                        worker: worker,
                        time: store.time,
                        logger: logger
                    ),
                ] + sharedDuties(on: store, roster, bell, board, hints)
                + peopleDuties(on: store, current, signer, keeper)
                + listener(on: store, current, guarded, health),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        if let port = settings.metricsPort {
            configuration.services.append(
                .init(service: MetricsService(port: port, page: metrics, logger: logger))
            )
        }
        configuration.maximumGracefulShutdownDuration = settings.delivery.drainLimit + Self.tidying
        return ServiceGroup(configuration: configuration)
    }
}
