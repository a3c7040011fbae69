import Database
import Foundation
import JSONSchema
import Logging
import Metrics
import Outbox
import Synchronization

/// Asks one partner for answers, as often as agreed.
final class Poller: Sendable {
    /// How many deliveries are taken from the store at once.
    private static let batchMax = 64
    /// How long after the store failed it is asked again.
    private static let afterFailure: Duration = .seconds(1)
    /// Questions that come due within so long are asked together.
    private static let together: Duration = .seconds(5)

    let partner: PolledPartner
    let keeper: AnswerKeeper
    let outbox: OutboxStore
    let source: any AnswerSource
    let time: TimeSource
    let logger: Logger
    private let schedule: PollSchedule
    private let pace: QuestionPace
    /// Whether the last question got no answer, so that people are told once of it and of its end.
    private let isFailing = Mutex(false)

    init(
        partner: PolledPartner,
        keeper: AnswerKeeper,
        outbox: OutboxStore,
        source: any AnswerSource,
        time: TimeSource,
        logger: Logger
    ) {
        self.partner = partner
        self.keeper = keeper
        self.outbox = outbox
        self.source = source
        self.time = time
        self.logger = logger
        schedule = PollSchedule(every: partner.every)
        pace = QuestionPace(ratePerSecond: partner.ratePerSecond, time: time)
    }

    /// Runs until cancelled; throws when the store is lost.
    func run() async throws {
        var readFeedAt = Date.distantPast
        while !Task.isCancelled {
            var wait = Self.afterFailure
            do {
                wait = try await round()
                if partner.feed != nil, time.now() >= readFeedAt {
                    let pause = try await readFeed() ?? .zero
                    readFeedAt = time.now().adding(max(partner.every, pause))
                }
            } catch let error as DatabaseError where error.isTemporary {
                // The store is asked again soon.
            }
            try? await time.sleep(wait)
        }
    }

    /// How many deliveries are taken at once: no more than can be asked about before they are due
    /// again.
    private var batch: Int {
        guard let rate = partner.ratePerSecond else { return Self.batchMax }
        return min(Self.batchMax, max(1, Int(rate * (partner.every / .seconds(1)))))
    }

    /// Asks about everything that is due and says how long to wait.
    private func round() async throws -> Duration {
        let (polls, nextDue) = try await outbox.duePolls(
            upTo: batch,
            of: partner.id,
            at: time.now()
        )
        let asked = try await ask(about: polls)
        try await outbox.putOff(asked.compactMap(\.putOff))
        let pause = asked.compactMap(\.pause).max()
        if polls.count == batch, pause == nil { return .zero }
        let next = nextDue.map { Duration.seconds($0.timeIntervalSince(time.now())) }
        let soonest = max(min(partner.every, Self.together), next ?? partner.every)
        return max(min(partner.every, soonest), pause ?? .zero)
    }

    /// Reads the partner's list of answers to its end; returns the pause that it asked for.
    private func readFeed() async throws -> Duration? {
        guard let feed = partner.feed else { return nil }
        while !Task.isCancelled {
            let place = try await outbox.feedPlace(of: partner.id)
            guard await isMyTurn() else { return nil }
            let address = AnswerFeed.address(feed, after: place)
            let fetch = await source.document(of: partner.id, at: address, unless: nil)
            tell(of: fetch)
            switch fetch {
            case .document(let bytes, _):
                guard let page = AnswerFeed(bytes) else {
                    keeper.log("the partner's list of answers is not understood", nil)
                    return nil
                }
                try await keep(page, digest: Evidence.digest(of: bytes))
                if page.next != place {
                    try await outbox.setFeedPlace(page.next, of: partner.id, at: time.now())
                }
                guard page.hasMore, page.next != place else { return nil }
            case .unchanged: return nil
            case .unknownAddress:
                keeper.log("the partner knows no such list of answers", nil)
                return nil
            case .unavailable(_, let retryAfter): return Self.pause(retryAfter)
            }
        }
        return nil
    }

    /// One page has answers about several children, so each is kept apart.
    private func keep(_ page: AnswerFeed, digest: String) async throws {
        if page.unreadable > 0 {
            keeper.log("an answer is not understood", nil, "\(page.unreadable) without a key")
        }
        for entry in page.entries {
            guard
                let delivery = try await outbox.delivery(
                    withKey: entry.idempotencyKey,
                    of: partner.id
                )
            else {
                keeper.log("an answer is to a document that the partner was not sent", nil)
                continue
            }
            try await keeper.keep(
                [entry.answer],
                of: delivery.id,
                contract: delivery.contract,
                path: .feed,
                from: Evidence(body: entry.answer.serialized(), contentDigest: digest),
                nextPoll: .unchanged
            )
        }
    }

    private func isMyTurn() async -> Bool { (try? await pace.turn()) != nil }

    private static func pause(_ retryAfter: String?) -> Duration? {
        retryAfter.flatMap { Int64($0) }.map { .seconds(min(max($0, 0), 3600)) }
    }

    /// What a question led to, as far as it is not stored yet.
    private struct Asked: Sendable {
        /// When the delivery is to be asked about again, if nothing else of it is stored.
        var putOff: PutOff?
        /// How long the partner asked to be left alone.
        var pause: Duration?
    }

    /// Asks about several deliveries, a few at once.
    private func ask(about polls: [Poll]) async throws -> [Asked] {
        try await withThrowingTaskGroup(of: Asked.self) { group in
            var waiting = polls[...]
            var asked: [Asked] = []
            for poll in waiting.prefix(partner.concurrencyMax) {
                group.addTask { try await self.ask(about: poll) }
            }
            waiting = waiting.dropFirst(partner.concurrencyMax)
            for try await one in group {
                asked.append(one)
                guard let poll = waiting.popFirst() else { continue }
                group.addTask { try await self.ask(about: poll) }
            }
            return asked
        }
    }

    private func ask(about poll: Poll) async throws -> Asked {
        if poll.isFirst { try await keepAnswersInReceipt(of: poll) }
        guard let address = StatusAddress(inReceipt: poll.receipt), partner.feed == nil else {
            return Asked(putOff: PutOff(delivery: poll.delivery, until: nil))
        }
        guard await isMyTurn() else { return Asked() }
        let fetch = await source.document(of: partner.id, at: address.text, unless: poll.tag)
        tell(of: fetch)
        switch fetch {
        case .document(let bytes, let tag):
            guard let document = StatusDocument(bytes) else {
                keeper.log("the partner's status document is not understood", poll.delivery)
                return later(poll)
            }
            try await keep(document, bytes, tag, of: poll)
            return Asked()
        case .unchanged: return later(poll)
        case .unknownAddress:
            keeper.log("the partner knows no such status address", poll.delivery)
            return later(poll)
        case .unavailable(_, let retryAfter):
            let again = PutOff(delivery: poll.delivery, until: time.now().adding(partner.every))
            return Asked(putOff: again, pause: Self.pause(retryAfter))
        }
    }

    private func later(_ poll: Poll) -> Asked {
        let (open, decided) = nextTimes(poll)
        return Asked(
            putOff: PutOff(
                delivery: poll.delivery,
                until: poll.state == .decided ? decided : open
            )
        )
    }

    /// Some partners answer at once, in the answer to the document itself.
    private func keepAnswersInReceipt(of poll: Poll) async throws {
        struct Receipt: Decodable { let body: Data? }
        guard let body = (try? JSONDecoder().decode(Receipt.self, from: poll.receipt))?.body,
            let document = StatusDocument(body)
        else { return }
        try await keeper.keep(
            document.answers,
            of: poll.delivery,
            contract: poll.contract,
            path: .receipt,
            from: Evidence(body: body, contentDigest: Evidence.digest(of: body)),
            nextPoll: .unchanged
        )
    }

    private func nextTimes(_ poll: Poll) -> (open: Date, decided: Date) {
        let now = time.now()
        return (
            now.adding(schedule.wait(since: poll.receivedAt, at: now)),
            now.adding(partner.decidedEvery)
        )
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

    private func keep(
        _ document: StatusDocument,
        _ bytes: Data,
        _ tag: String?,
        of poll: Poll
    ) async throws {
        let (open, decided) = nextTimes(poll)
        try await keeper.keep(
            document.answers,
            of: poll.delivery,
            contract: poll.contract,
            path: .poll,
            from: Evidence(body: bytes, contentDigest: Evidence.digest(of: bytes)),
            nextPoll: .at(open: open, decided: decided),
            tag: tag
        )
    }
}
