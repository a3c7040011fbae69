package import Contracts
import Database
import Foundation
package import Logging
package import Outbox
package import Referrals
import ServiceLifecycle

/// The duty that sends a child's referral on to the agency that a partner named.
///
/// Until that agency accepts, the first remains responsible (the duty is with the authority where the
/// child lives or is found, and passes only by explicit acceptance). An agency that is not known for
/// certain is left to a person: nothing is guessed.
package struct ReroutingDuty: Service {
    private static let batch = 50
    private static let every: Duration = .seconds(2)

    private let planner: DeliveryPlanner
    private let outbox: OutboxStore
    private let onDue: @Sendable (_ partners: [String]) -> Void
    private let time: TimeSource
    private let logger: Logger

    /// Wires the duty; `onDue` is told which partners have something to send.
    package init(
        library: ContractLibrary,
        partners: [Partner],
        outbox: OutboxStore,
        horizons: [Urgency: Duration],
        clocks: @escaping @Sendable (_ partner: String) -> PartnerClocks,
        onDue: @escaping @Sendable (_ partners: [String]) -> Void,
        time: TimeSource,
        logger: Logger
    ) {
        planner = DeliveryPlanner(
            library: library,
            partners: partners,
            horizons: horizons,
            clocks: clocks
        )
        self.outbox = outbox
        self.onDue = onDue
        self.time = time
        self.logger = logger
    }

    /// Sends on until shutdown.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    for wanted in try await outbox.wantedReroutes(upTo: Self.batch) {
                        try await reroute(wanted)
                    }
                } catch let error as DatabaseError where error.isTemporary {
                    logger.error("reroutes not read", metadata: ["reason": "\(error.message)"])
                }
                try? await time.sleep(Self.every)
            }
        }
    }

    private func reroute(_ wanted: WantedReroute) async throws {
        let (planner, now) = (planner, time.now())
        let found = Result { () throws(RerouteObstacle) in
            try Rerouting.agency(for: wanted, among: planner.partners)
        }
        let delivery = await SlowLane.run {
            found.map { planner.delivery(to: $0, of: wanted.canonical, wanted.urgency, at: now) }
        }
        let obstacle = try await outbox.reroute(wanted, to: delivery, at: now)
        var metadata: Logger.Metadata = [
            "delivery.id": "\(wanted.delivery)", "partner.id": "\(wanted.partner)",
        ]
        if let obstacle {
            metadata["reason"] = "\(obstacle.rawValue)"
            metadata["remedy"] = "\(obstacle.nextStep)"
            logger.warning("no agency to pass on to is known", metadata: metadata)
        } else if let id = try? found.get().id.text {
            metadata["to"] = "\(id)"
            logger.notice("passed on to another agency", metadata: metadata)
            onDue([id])
        }
    }
}
