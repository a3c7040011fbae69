import Logging
import Outbox
import Oversight
import Portal
import ServiceLifecycle

/// The duty that warns in the log when something waits for a person, and when that changes.
struct QueueAlarm: Service {
    private static let every: Duration = .seconds(5)

    let desk: any ReferralDesk
    let time: TimeSource
    let logger: Logger

    /// What waits for a person.
    private struct Waiting: Equatable {
        var unrouted = 0
        var parked = 0
        var overdue = 0
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var known = Waiting()
            var strandedBefore: Set<String> = []
            while !Task.isCancelled {
                do {
                    let report = try await desk.queue()
                    let waiting = Waiting(
                        unrouted: report.unrouted,
                        parked: report.totals.parked,
                        overdue: report.totals.overdue
                    )
                    if waiting != known { log(waiting) }
                    known = waiting
                    let stranded = Set(report.partners.filter(\.isStranded).map(\.id))
                    for id in stranded.subtracting(strandedBefore).sorted() { logStranded(id) }
                    strandedBefore = stranded
                } catch let error as DeskError {
                    logger.error("queue not counted", metadata: ["reason": "\(error.message)"])
                }
                try? await time.sleep(Self.every)
            }
        }
    }

    private func logStranded(_ partner: String) {
        logger.error(
            "deliveries wait for a partner without a file",
            metadata: [
                "partner.id": "\(partner)",
                "remedy": "Put its file back and send SIGHUP; they are parked at their horizons.",
            ]
        )
    }

    private func log(_ waiting: Waiting) {
        logger.log(
            level: waiting == Waiting() ? .info : .warning,
            "waiting for a person",
            metadata: [
                "queue.unrouted": "\(waiting.unrouted)", "queue.parked": "\(waiting.parked)",
                "queue.overdue": "\(waiting.overdue)",
            ]
        )
    }
}
