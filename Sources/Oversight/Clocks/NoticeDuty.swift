import Database
package import Foundation
package import Logging
import Metrics
package import Outbox
import Referrals
import ServiceLifecycle

/// The duty that sends the messages of the ladders, again until they are accepted.
package struct NoticeDuty: Service {
    private static let batch = 500
    private static let every: Duration = .seconds(2)
    /// How long a message is left alone while it is being sent.
    private static let lease: TimeInterval = 120
    private static let firstWait: TimeInterval = 15
    /// So late at most is a message after the way to its recipient works again.
    private static let longestWait: TimeInterval = 300
    /// So many tries take about a day.
    private static let attemptsMax = 290

    private let outbox: OutboxStore
    private let carrier: any NoticeCarrier
    private let contacts: @Sendable () -> [Contact]
    private let zone: TimeZone
    private let time: TimeSource
    private let logger: Logger

    /// Wires the duty; times are shown in a zone.
    package init(
        outbox: OutboxStore,
        carrier: any NoticeCarrier,
        contacts: @escaping @Sendable () -> [Contact],
        zone: TimeZone,
        time: TimeSource,
        logger: Logger
    ) {
        self.outbox = outbox
        self.carrier = carrier
        self.contacts = contacts
        self.zone = zone
        self.time = time
        self.logger = logger
    }

    /// Sends until shutdown.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sendDue()
                } catch let error as DatabaseError where error.isTemporary {
                    logger.error("messages not read", metadata: ["reason": "\(error.message)"])
                }
                try? await time.sleep(Self.every)
            }
        }
    }

    /// What goes to one recipient about one partner, clock and step is one message.
    private struct Subject: Hashable {
        let recipient: String
        let partner: String
        let clock: Clock
        let stage: Int
    }

    private func sendDue() async throws {
        let now = time.now()
        let notices = try await outbox.takeNotices(
            upTo: Self.batch,
            at: now,
            again: now.addingTimeInterval(Self.lease)
        )
        let bySubject = Dictionary(grouping: notices) {
            Subject(recipient: $0.recipient, partner: $0.partner, clock: $0.clock, stage: $0.stage)
        }
        for (subject, notices) in bySubject { try await send(notices, subject) }
    }

    private func send(_ notices: [Notice], _ subject: Subject) async throws {
        let message = NoticeMessage(
            notices,
            telephone: contacts().first { $0.partner == subject.partner }?.telephone,
            zone: zone
        )
        let ids = notices.map(\.id)
        do {
            try await carrier.carry(message, to: subject.recipient)
            let now = time.now()
            try await outbox.settleNotices(ids, sentAt: now, at: now)
            count("sent")
        } catch let failure as NoticeFailure {
            try await handle(failure, notices, subject)
        }
    }

    private func handle(
        _ failure: NoticeFailure,
        _ notices: [Notice],
        _ subject: Subject
    ) async throws {
        let attempts = notices.map(\.attempts).max() ?? 1
        let isGivenUp = !failure.isTemporary || attempts >= Self.attemptsMax
        let metadata: Logger.Metadata = [
            "partner.id": "\(subject.partner)", "reason": "\(failure.reason)",
            "attempt": "\(attempts)",
        ]
        count(isGivenUp ? "given-up" : "failed")
        if isGivenUp {
            logger.error("nobody could be told", metadata: metadata)
            try await outbox.settleNotices(notices.map(\.id), sentAt: nil, at: time.now())
        } else {
            if attempts == 1 { logger.error("a message could not be sent yet", metadata: metadata) }
            let wait = min(Self.longestWait, Self.firstWait * pow(2, Double(min(attempts, 10) - 1)))
            try await outbox.postponeNotices(
                notices.map(\.id),
                until: time.now().addingTimeInterval(wait)
            )
        }
    }

    private func count(_ outcome: String) {
        Counter(label: "referral_sync_messages", dimensions: [("outcome", outcome)]).increment()
    }
}
