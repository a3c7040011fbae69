import Acknowledgements
import Contracts
import Database
import Delivery
import DeliveryCurl
import Foundation
import Intake
import Logging
import Outbox
import ServiceLifecycle
import UnixSignals

/// The duties towards partners: delivering, and collecting answers.
///
/// On SIGHUP contracts and partners are read anew, whole or not at all: what is on the wire is
/// finished, then the duties go on with what was read. What is wrong is logged, and nothing changes.
struct PartnerDuties: Service {
    let first: Installation
    let loaded: LoadedSettings
    /// The requests to read anew.
    let hangups: UnixSignalsSequence
    let store: OpenStore
    let bell: Doorbell
    let board: LaneBoard
    let desk: ChangingDesk
    let current: CurrentInstallation
    let keeper: DutyKeeper
    let checkpoint: CheckpointWatch
    let worker: String
    let time: TimeSource
    let logger: Logger

    func run() async throws {
        let (installations, reader) = AsyncStream.makeStream(
            of: Installation.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        try await withThrowingTaskGroup { group in
            group.addTask { await readAnew(into: reader) }
            var installation = first
            while let next = try await perform(by: installation, until: installations) {
                installation = next
                current.replace(by: next)
                desk.replace(
                    by: next.desk(
                        on: store,
                        ringing: bell,
                        board: board,
                        of: worker,
                        logger: logger
                    )
                )
                logger.info(
                    "contracts and partners read anew",
                    metadata: [
                        "contracts": "\(next.library.contracts.count)",
                        "partners": "\(next.partners.count)",
                    ]
                )
            }
            group.cancelAll()
        }
    }

    /// Performs the duties until others replace them; nil when the service stops.
    private func perform(
        by installation: Installation,
        until installations: AsyncStream<Installation>
    ) async throws -> Installation? {
        let carrier = CurlTransport(
            connections: try installation.partners.flatMap { try $0.connections() }
        )
        defer { carrier.close() }
        let transport = AuthorisedTransport(
            carrier: carrier,
            time: time,
            makeID: Identifiers.make
        )
        for partner in installation.partners {
            transport.set(try partner.credentials(), of: partner.id)
        }
        let watch = CredentialWatch(
            partners: installation.partners,
            carrier: carrier,
            transport: transport,
            time: time,
            logger: logger
        )
        board.keep(only: installation.partners.map(\.id))
        let duties = ServiceGroup(
            services: services(installation, transport) + [watch],
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Installation?.self) { group in
            group.addTask {
                try await duties.run()
                return nil
            }
            group.addTask { await installations.first { _ in true } }
            guard let next = try await group.next() ?? nil else {
                group.cancelAll()
                return nil
            }
            await duties.triggerGracefulShutdown()
            try await group.waitForAll()
            return next
        }
    }

    /// At each SIGHUP reads everything, and hands on what can be used.
    private func readAnew(into reader: AsyncStream<Installation>.Continuation) async {
        for await _ in hangups {
            do {
                let next = try Installation.load(loaded)
                try await next.checkContracts()
                try next.checkCertificates(at: time.now(), logger)
                for partner in next.partners {
                    _ = try (partner.connections(), partner.credentials())
                }
                reader.yield(next)
            } catch {
                logger.error(
                    "nothing was read anew; the contracts and partners from before stay",
                    metadata: ["reason": "\(Complaint(explaining: error).message)"]
                )
            }
        }
    }

    private func services(
        _ installation: Installation,
        _ transport: AuthorisedTransport
    ) -> [any Service] {
        let delivery = DeliveryService(
            partners: installation.partners.map(\.delivery),
            kinds: installation.documentKinds,
            settings: loaded.settings.delivery,
            outbox: store.outbox,
            transport: transport,
            bell: bell,
            board: board,
            keeper: keeper,
            earlierOutage: { [board, outbox = store.outbox] partner in
                if let view = board.lanes[partner] { return view.outage }
                return await LaneNote.of(partner, in: outbox)?.outage
            },
            checkpoint: { [checkpoint] in checkpoint.field },
            worker: worker,
            time: time,
            makeID: Identifiers.make,
            random: Identifiers.random,
            logger: logger
        )
        // Without partners the collector would end at once, and with it the group.
        guard !installation.partners.isEmpty else { return [delivery] }
        return [
            delivery,
            KeptDuty(
                "reroutes",
                ReroutingDuty(
                    library: installation.library,
                    partners: installation.partners.map(\.partner),
                    outbox: store.outbox,
                    horizons: loaded.settings.horizons,
                    clocks: installation.clocks,
                    onDue: { [bell, store] partners in
                        bell.ring(partners)
                        store.database.tellOthers()
                    },
                    time: time,
                    logger: logger
                ),
                by: keeper
            ),
            AnswerCollector(
                partners: installation.partners.map(\.polling),
                library: installation.library,
                outbox: store.outbox,
                source: TransportAnswers(transport),
                keeper: keeper,
                time: time,
                logger: logger
            ),
        ]
    }
}
