package import Contracts
package import Logging
package import Outbox
import ServiceLifecycle

/// The duty that asks partners for their answers and keeps them.
package struct AnswerCollector: Service {
    private let partners: [PolledPartner]
    private let library: ContractLibrary
    private let outbox: OutboxStore
    private let source: any AnswerSource
    private let keeper: DutyKeeper
    private let time: TimeSource
    private let logger: Logger

    /// Wires the duty.
    package init(
        partners: [PolledPartner],
        library: ContractLibrary,
        outbox: OutboxStore,
        source: any AnswerSource,
        keeper: DutyKeeper,
        time: TimeSource,
        logger: Logger
    ) {
        self.partners = partners
        self.library = library
        self.outbox = outbox
        self.source = source
        self.keeper = keeper
        self.time = time
        self.logger = logger
    }

    /// Collects until shutdown; each partner has its own loop, so a slow one delays no other.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                for partner in partners {
                    let poller = Poller(
                        partner: partner,
                        keeper: AnswerKeeper(
                            partner: partner.id,
                            reader: AnswerReader(library: library),
                            outbox: outbox,
                            time: time,
                            logger: logger
                        ),
                        outbox: outbox,
                        source: source,
                        time: time,
                        logger: logger
                    )
                    group.addTask {
                        // A duty that is given up to another process ends like the whole.
                        try await keeper.perform("answers/\(partner.id)") {
                            try await cancelWhenGracefulShutdown { try await poller.run() }
                        }
                    }
                }
            }
        }
    }
}
