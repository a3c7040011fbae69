package import Acknowledgements
package import Foundation
package import Intake
package import Logging
package import Outbox
package import Oversight
import Referrals

/// The desk of the process that holds the store.
package struct LocalDesk: ReferralDesk {
    /// How many referrals are stored before their partners are told, so that sending begins early.
    private static let wave = 64

    private let submitter: Submitter
    private let withdrawer: Withdrawer
    private let spoken: SpokenAnswers
    let overseer: Overseer
    let eraser: Eraser
    let outbox: OutboxStore
    let backupMaker: BackupMaker
    let time: TimeSource
    private let partners: [String]
    let onDue: @Sendable ([String]) -> Void
    private let onHold: @Sendable (String, Bool) -> Void
    let logger: Logger

    /// Joins the use cases under a version of the program; `onDue` is told which partners have something to send, and `onHold`
    /// which are held back or let go.
    package init(
        submitter: Submitter,
        withdrawer: Withdrawer,
        spoken: SpokenAnswers,
        overseer: Overseer,
        eraser: Eraser,
        outbox: OutboxStore,
        program: String,
        time: TimeSource,
        partners: [String],
        onDue: @escaping @Sendable ([String]) -> Void,
        onHold: @escaping @Sendable (String, Bool) -> Void,
        logger: Logger
    ) {
        self.submitter = submitter
        self.withdrawer = withdrawer
        self.spoken = spoken
        self.overseer = overseer
        self.eraser = eraser
        self.outbox = outbox
        self.time = time
        backupMaker = BackupMaker(of: outbox, program: program, time: time)
        self.partners = partners
        self.onDue = onDue
        self.onHold = onHold
        self.logger = logger
    }

    package func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        var lines: [SubmissionLine] = []
        var rest = documents[...]
        while !rest.isEmpty {
            let wave = Array(rest.prefix(Self.wave))
            rest = rest.dropFirst(wave.count)
            lines += try await store(wave)
        }
        return lines
    }

    package func queue() async throws -> QueueReport {
        try await explained { try await overseer.queue() }
    }

    package func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await stored { try await submitter.correct(documents) }
    }

    package func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport {
        try await explained {
            let report = try await withdrawer.withdraw(order)
            onDue(Set(report.deliveries.map(\.partner)).sorted())
            logger.notice(
                "referral withdrawn by a person",
                metadata: [
                    "referral.id": "\(report.id)", "by": "\(order.by ?? "unknown")",
                    "deliveries": "\(report.deliveries.count)",
                    "messages": "\(report.deliveries.count { $0.message != nil })",
                ]
            )
            return report
        }
    }

    package func acknowledge(_ answer: SpokenAnswer) async throws -> SpokenReport {
        try await explained {
            let report = try await spoken.take(answer)
            if report.isNew {
                logger.notice(
                    "answer written down by a person",
                    metadata: [
                        "delivery.id": "\(report.delivery)", "partner.id": "\(report.partner)",
                        "by": "\(answer.writtenBy ?? "unknown")",
                    ]
                )
            }
            return report
        }
    }

    package func feedback(since: Date, officer: String?) async throws -> FeedbackDigest {
        try await explained { try await overseer.feedback(since: since, officer: officer) }
    }

    package func deliveries(_ query: ListQuery) async throws -> DeliveryList {
        try await explained { try await overseer.deliveries(query) }
    }

    package func status(of reference: String) async throws -> StatusReport {
        try await explained { try await overseer.status(of: reference) }
    }

    package func resend(_ order: ResendOrder) async throws -> ResendReport {
        try await explained {
            let report = try await overseer.resend(order)
            if !report.preview {
                onDue(report.byPartner.keys.sorted())
                logger.notice(
                    "deliveries sent again by a person",
                    metadata: [
                        "deliveries": "\(report.resent)",
                        "partners": "\(report.byPartner.keys.sorted().joined(separator: ","))",
                        "by": "\(order.by ?? "unknown")",
                    ]
                )
            }
            return report
        }
    }

    package func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold {
        try await explained {
            let hold = try await overseer.hold(partner, order)
            onHold(partner, true)
            logger.notice(
                "partner paused",
                metadata: [
                    "partner.id": "\(partner)", "by": "\(hold.by)", "reason": "\(hold.reason)",
                ]
            )
            return hold
        }
    }

    package func release(_ partner: String) async throws {
        try await explained {
            try await overseer.release(partner)
            onHold(partner, false)
            logger.notice(
                "partner resumed",
                metadata: ["partner.id": "\(partner)", "by": "\(Caller.current.name)"]
            )
        }
    }

    package func holds() async throws -> [LaneHold] {
        try await explained { try await overseer.holds() }
    }

    package func carryOut<Order: DeskOrder>(_ order: Order) async throws -> Order.Report {
        try await explained { try await order.carryOut(at: self) }
    }

    private func store(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await stored { try await submitter.submit(documents) }
    }

    private func stored(
        _ work: () async throws -> [SubmissionLine]
    ) async throws -> [SubmissionLine] {
        do {
            let lines = try await explained(work)
            onDue(Set(lines.flatMap(\.deliveries).map(\.partner)).sorted())
            return lines
        } catch {
            // Some may be stored all the same, and a lane that is not told would not look.
            onDue(partners)
            throw error
        }
    }

    func explained<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch {
            throw DeskError(explaining: error) ?? error
        }
    }
}
