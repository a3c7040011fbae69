package import Logging
package import Outbox
import ServiceLifecycle

/// The duty that brings every queued delivery to its partner.
package struct DeliveryService: Service {
    private let partners: [DeliveryPartner]
    private let kinds: [String: DocumentKind]
    private let settings: DeliverySettings
    private let outbox: OutboxStore
    private let transport: any Transport
    private let bell: Doorbell
    private let board: LaneBoard
    private let time: TimeSource
    private let makeID: @Sendable () -> String
    private let random: @Sendable () -> Double
    private let logger: Logger

    /// Wires the engine; `kinds` is keyed by contract, `name/version`.
    package init(
        partners: [DeliveryPartner],
        kinds: [String: DocumentKind],
        settings: DeliverySettings,
        outbox: OutboxStore,
        transport: any Transport,
        bell: Doorbell,
        board: LaneBoard,
        time: TimeSource,
        makeID: @escaping @Sendable () -> String,
        random: @escaping @Sendable () -> Double,
        logger: Logger
    ) {
        self.partners = partners
        self.kinds = kinds
        self.settings = settings
        self.outbox = outbox
        self.transport = transport
        self.bell = bell
        self.board = board
        self.time = time
        self.makeID = makeID
        self.random = random
        self.logger = logger
    }

    /// Delivers until a graceful shutdown, then finishes what is on the wire.
    ///
    /// A lane costs the others nothing: each has its own worker, and they share no slots.
    package func run() async throws {
        // Unique per boot: a restarted process must not pass for its dead predecessor.
        let worker = makeID()
        _ = try await outbox.rescueOrphans(exceptOf: worker, at: time.now())
        try await withThrowingTaskGroup { group in
            for partner in partners {
                group.addTask { try await lane(partner, worker: worker).run(bell: bell) }
            }
            let rescuer = RescueDuty(
                outbox: outbox,
                bell: bell,
                every: settings.rescueEvery,
                time: time
            )
            group.addTask { try await rescuer.run() }
            try await group.waitForAll()
        }
    }

    private func lane(_ partner: DeliveryPartner, worker: String) -> LaneWorker {
        LaneWorker(
            partner: partner,
            settings: settings,
            outbox: outbox,
            runner: AttemptRunner(
                partner: partner,
                kinds: kinds,
                transport: transport,
                time: time,
                makeID: makeID
            ),
            time: time,
            worker: worker,
            random: random,
            board: board,
            logger: logger
        )
    }
}
