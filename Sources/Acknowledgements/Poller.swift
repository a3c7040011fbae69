import Contracts
import Database
import Foundation
import Logging
import Metrics
import Outbox
import Synchronization

/// Asks one partner for answers, as often as agreed.
final class Poller: Sendable {
    /// How many deliveries are taken from the store at once.
    private static let batch = 64
    /// How long after the store failed it is asked again.
    private static let afterFailure: Duration = .seconds(1)

    let partner: PolledPartner
    let reader: AnswerReader
    let outbox: OutboxStore
    let source: any AnswerSource
    let time: TimeSource
    let logger: Logger
    /// Whether the last question got no answer, so that people are told once of it and of its end.
    private let isFailing = Mutex(false)

    init(
        partner: PolledPartner,
        reader: AnswerReader,
        outbox: OutboxStore,
        source: any AnswerSource,
        time: TimeSource,
        logger: Logger
    ) {
        self.partner = partner
        self.reader = reader
        self.outbox = outbox
        self.source = source
        self.time = time
        self.logger = logger
    }

    /// Runs until cancelled; throws when the store is lost.
    func run() async throws {
        while !Task.isCancelled {
            let wait: Duration
            do {
                wait = try await round()
            } catch let error as DatabaseError where error.isTemporary {
                wait = Self.afterFailure
            }
            try? await time.sleep(wait)
        }
    }

    /// Asks about everything that is due and says how long to wait.
    private func round() async throws -> Duration {
        let now = time.now()
        let (polls, nextDue) = try await outbox.takePolls(
            upTo: Self.batch,
            of: partner.id,
            at: now,
            again: now.adding(partner.every)
        )
        let pause = try await ask(about: polls)
        if polls.count == Self.batch, pause == nil { return .zero }
        let next = nextDue.map { Duration.seconds($0.timeIntervalSince(time.now())) }
        let soonest = min(partner.every, max(.milliseconds(20), next ?? partner.every))
        return max(soonest, pause ?? .zero)
    }

    /// Asks about several deliveries, a few at once; returns the longest pause asked for.
    private func ask(about polls: [Poll]) async throws -> Duration? {
        try await withThrowingTaskGroup(of: Duration?.self) { group in
            var waiting = polls[...]
            var pause: Duration?
            for poll in waiting.prefix(partner.concurrencyMax) {
                group.addTask { try await self.ask(about: poll) }
            }
            waiting = waiting.dropFirst(partner.concurrencyMax)
            for try await asked in group {
                pause = [pause, asked].compactMap(\.self).max()
                guard let poll = waiting.popFirst() else { continue }
                group.addTask { try await self.ask(about: poll) }
            }
            return pause
        }
    }

    private func ask(about poll: Poll) async throws -> Duration? {
        guard let address = StatusAddress(inReceipt: poll.receipt) else {
            _ = try await outbox.record([], for: poll.delivery, nextPoll: .never, at: time.now())
            return nil
        }
        let fetch = await source.statusDocument(of: partner.id, at: address.text)
        tell(of: fetch)
        switch fetch {
        case .document(let bytes):
            try await keep(bytes, of: poll)
        case .unknownAddress:
            log("the partner knows no such status address", poll)
        case .unavailable(_, let retryAfter):
            return retryAfter.flatMap { Int64($0) }.map { .seconds(min(max($0, 0), 3600)) }
        }
        return nil
    }

    private func tell(of fetch: AnswerFetch) {
        let reason: String? = if case .unavailable(let text, _) = fetch { text } else { nil }
        Counter(
            label: "referral_sync_questions",
            dimensions: [
                ("partner", partner.id), ("outcome", reason == nil ? "answered" : "failed"),
            ]
        ).increment()
        let wasFailing = isFailing.withLock { isFailing in
            defer { isFailing = reason != nil }
            return isFailing
        }
        guard wasFailing != (reason != nil) else { return }
        if let reason {
            logger.error(
                "answers cannot be collected",
                metadata: [
                    "partner.id": "\(partner.id)", "reason": "\(reason)",
                    "remedy": "Find out why: referral-sync partners check \(partner.id)",
                ]
            )
        } else {
            logger.notice(
                "answers are collected again",
                metadata: ["partner.id": "\(partner.id)"]
            )
        }
    }

    private func keep(_ bytes: Data, of poll: Poll) async throws {
        guard let document = StatusDocument(bytes) else {
            log("the partner's status document is not understood", poll)
            return
        }
        let (reader, contract) = (reader, poll.contract)
        let (answers, problems) = await SlowLane.run {
            reader.answers(in: document, contract: contract)
        }
        for problem in Set(problems).sorted() { log("an answer is not understood", poll, problem) }
        let now = time.now()
        let fresh = try await outbox.record(
            answers,
            for: poll.delivery,
            nextPoll: .at(
                open: now.adding(partner.every),
                decided: now.adding(partner.decidedEvery)
            ),
            at: now
        )
        guard fresh > 0 else { return }
        logger.info(
            "answers kept",
            metadata: [
                "delivery.id": "\(poll.delivery)", "partner.id": "\(partner.id)",
                "answers": "\(fresh)",
            ]
        )
    }

    private func log(_ message: Logger.Message, _ poll: Poll, _ reason: String? = nil) {
        var metadata: Logger.Metadata = [
            "delivery.id": "\(poll.delivery)", "partner.id": "\(partner.id)",
        ]
        if let reason { metadata["reason"] = "\(reason)" }
        logger.warning(message, metadata: metadata)
    }
}
