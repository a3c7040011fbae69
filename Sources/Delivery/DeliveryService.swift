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
    private let keeper: DutyKeeper
    private let earlierOutage: @Sendable (_ partner: String) async -> Outage?
    private let checkpoint: @Sendable () -> String?
    private let worker: String
    private let time: TimeSource
    private let makeID: @Sendable () -> String
    private let random: @Sendable () -> Double
    private let logger: Logger

    /// Wires the engine.
    ///
    /// `kinds` is keyed by contract, `name/version`; `worker` is unique per boot, because a restarted
    /// process must not pass for its dead predecessor; `earlierOutage` tells of an outage that another
    /// lane of the partner was in, here or in another process.
    package init(
        partners: [DeliveryPartner],
        kinds: [String: DocumentKind],
        settings: DeliverySettings,
        outbox: OutboxStore,
        transport: any Transport,
        bell: Doorbell,
        board: LaneBoard,
        keeper: DutyKeeper,
        earlierOutage: @escaping @Sendable (_ partner: String) async -> Outage?,
        checkpoint: @escaping @Sendable () -> String?,
        worker: String,
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
        self.keeper = keeper
        self.earlierOutage = earlierOutage
        self.checkpoint = checkpoint
        self.worker = worker
        self.time = time
        self.makeID = makeID
        self.random = random
        self.logger = logger
    }

    /// Delivers until a graceful shutdown, then finishes what is on the wire.
    ///
    /// A lane costs the others nothing: each has its own worker, and they share no slots.
    package func run() async throws {
        // Whoever else was sending in a store of ours alone is dead.
        if !outbox.isShared {
            _ = try await outbox.rescueOrphans(exceptOf: worker, at: time.now())
        }
        try await withThrowingTaskGroup { keeping in
            let leases = LeaseKeeper(
                outbox: outbox,
                worker: worker,
                lease: settings.lease,
                time: time
            )
            keeping.addTask { try await leases.run() }
            keeping.addTask { try await deliver() }
            // Also while what is on the wire is finished.
            try await keeping.next()
            keeping.cancelAll()
        }
    }

    private func deliver() async throws {
        try await withThrowingTaskGroup { group in
            for partner in partners {
                group.addTask {
                    try await keeper.perform(Lane.duty(of: partner.id)) {
                        let outage = await earlierOutage(partner.id)
                        try await lane(partner).run(bell: bell, resuming: outage)
                    }
                }
            }
            let rescuer = RescueDuty(
                outbox: outbox,
                bell: bell,
                every: settings.rescueEvery,
                time: time
            )
            group.addTask { try await keeper.perform("rescue") { try await rescuer.run() } }
            try await group.waitForAll()
        }
    }

    private func lane(_ partner: DeliveryPartner) -> LaneWorker {
        LaneWorker(
            partner: partner,
            settings: settings,
            outbox: outbox,
            runner: AttemptRunner(
                partner: partner,
                kinds: kinds,
                transport: transport,
                time: time,
                makeID: makeID,
                checkpoint: checkpoint
            ),
            time: time,
            worker: worker,
            random: random,
            board: board,
            logger: logger
        )
    }
}
