import Database
import Foundation
package import Logging
import Metrics
package import Outbox
package import Referrals
import ServiceLifecycle

/// The duty that watches the clocks, and sees to it that people are told when one runs out.
package struct ClockDuty: Service {
    private static let batch = 200
    /// The longest time between two looks: clocks also begin and end without anybody telling.
    private static let longest: TimeInterval = 5
    private static let shortest: TimeInterval = 0.2
    /// The most references of one line.
    private static let shownMax = 10

    private let outbox: OutboxStore
    private let clocks: @Sendable (_ partner: String) -> PartnerClocks
    private let contacts: @Sendable () -> [Contact]
    private let time: TimeSource
    private let logger: Logger

    /// Wires the duty; the clocks of a partner without a file are those of the settings.
    package init(
        outbox: OutboxStore,
        clocks: @escaping @Sendable (_ partner: String) -> PartnerClocks,
        contacts: @escaping @Sendable () -> [Contact],
        time: TimeSource,
        logger: Logger
    ) {
        self.outbox = outbox
        self.clocks = clocks
        self.contacts = contacts
        self.time = time
        self.logger = logger
    }

    /// Watches until shutdown.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            var isFirst = true
            while !Task.isCancelled {
                var wait = Self.longest
                do {
                    if isFirst { try await outbox.startMissingClocks(at: time.now()) }
                    isFirst = false
                    wait = try await look()
                } catch let error as DatabaseError where error.isTemporary {
                    logger.error("clocks not read", metadata: ["reason": "\(error.message)"])
                }
                try? await time.sleep(.seconds(wait))
            }
        }
    }

    /// Looks at the clocks that are due; returns the seconds to wait.
    private func look() async throws -> TimeInterval {
        let now = time.now()
        let (rung, hasMore, next) = try await outbox.ring(at: now, upTo: Self.batch) { clock in
            clock.step(by: clocks(clock.partner), at: now)
        }
        tell(of: rung)
        if hasMore { return 0 }
        let wait = next.map { $0.timeIntervalSince(time.now()) } ?? Self.longest
        return min(Self.longest, max(Self.shortest, wait))
    }

    /// One line for everything that is told of one partner at once.
    private func tell(of rung: [RungClock]) {
        struct Subject: Hashable {
            let partner: String
            let clock: Clock
            let stage: Int
        }
        let bySubject = Dictionary(grouping: rung) {
            Subject(partner: $0.clock.partner, clock: $0.ring.clock, stage: $0.ring.stage)
        }
        for (subject, rings) in bySubject {
            Counter(
                label: "referral_sync_escalations",
                dimensions: [
                    ("partner", subject.partner), ("clock", subject.clock.rawValue),
                    ("stage", "\(subject.stage)"),
                ]
            ).increment(by: rings.count)
            let ids = rings.map(\.clock.delivery).prefix(Self.shownMax).joined(separator: ",")
            var metadata: Logger.Metadata = [
                "partner.id": "\(subject.partner)", "clock": "\(subject.clock.rawValue)",
                "stage": "\(subject.stage)", "deliveries": "\(rings.count)",
                "delivery.ids": "\(ids)",
            ]
            if subject.stage > 0 {
                metadata["remedy"] = "\(contacts().remedy(subject.clock, of: subject.partner))"
                logger.warning("owed for too long", metadata: metadata)
            } else {
                logger.notice("owed no more", metadata: metadata)
            }
        }
    }
}
