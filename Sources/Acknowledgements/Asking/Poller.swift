import Database
import Foundation
import Logging
import Outbox

/// Asks one partner for answers, as often as agreed.
struct Poller: Sendable {
    /// How many deliveries are taken from the store at once.
    private static let batchMax = 64
    /// How long after the store failed it is asked again.
    private static let afterFailure: Duration = .seconds(1)
    /// Questions that come due within so long are asked together.
    private static let together: Duration = .seconds(5)

    private let partner: PolledPartner
    private let keeper: AnswerKeeper
    private let outbox: OutboxStore
    private let time: TimeSource
    private let questions: PartnerQuestions
    private let feed: FeedReader?
    private let schedule: PollSchedule

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
        self.time = time
        let questions = PartnerQuestions(
            partner: partner,
            source: source,
            time: time,
            logger: logger
        )
        self.questions = questions
        feed = partner.feed.map { address in
            FeedReader(
                address: address,
                partner: partner.id,
                questions: questions,
                keeper: keeper,
                outbox: outbox,
                time: time
            )
        }
        schedule = PollSchedule(every: partner.every)
    }

    /// Runs until cancelled; throws when the store is lost.
    func run() async throws {
        var listReadAt = Date.distantPast
        while !Task.isCancelled {
            var wait = Self.afterFailure
            do {
                wait = try await round(&listReadAt)
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
    private func round(_ listReadAt: inout Date) async throws -> Duration {
        let due = try await outbox.duePolls(upTo: batch, of: partner.id, at: time.now())
        let polls = due.polls
        let asked =
            if let feed { try await read(feed, for: polls, &listReadAt) } else {
                try await ask(about: polls)
            }
        for delivery in due.unreadable {
            keeper.log("its receipt cannot be opened, it is not asked about any more", delivery)
        }
        try await outbox.putOff(
            asked.compactMap(\.putOff)
                + due.unreadable.map { PutOff(delivery: $0, until: nil) },
            at: time.now()
        )
        let pause = asked.compactMap(\.pause).max()
        if polls.count + due.unreadable.count == batch, pause == nil { return .zero }
        let next = due.nextDue.map { Duration.seconds($0.timeIntervalSince(time.now())) }
        let soonest = max(min(partner.every, Self.together), next ?? partner.every)
        return max(min(partner.every, soonest), pause ?? .zero)
    }

    /// What a question led to, as far as it is not stored yet.
    private struct Asked: Sendable {
        /// When the delivery is to be asked about again, if nothing else of it is stored.
        var putOff: PutOff?
        /// How long the partner asked to be left alone.
        var pause: Duration?
    }

    /// Reads the partner's list once for all deliveries that are due, and now and then for what is not
    /// asked about; never more often than a fresh delivery is asked about.
    private func read(
        _ feed: FeedReader,
        for polls: [Poll],
        _ readAt: inout Date
    ) async throws -> [Asked] {
        for poll in polls where poll.isFirst {
            try await keepAnswers(in: StoredReceipt(poll.receipt), of: poll)
        }
        let now = time.now()
        let next = readAt.adding(polls.isEmpty ? PollSchedule.longest : partner.every)
        guard now >= next else { return polls.map { Asked(putOff: $0.putOff(until: next)) } }
        switch try await feed.read() {
        case .read:
            readAt = now
            return polls.map(later)
        case .failed(let pause):
            let again = now.adding(partner.every)
            return polls.map { Asked(putOff: $0.putOff(until: again)) } + [Asked(pause: pause)]
        }
    }

    /// Asks about several deliveries, a few at once.
    private func ask(about polls: [Poll]) async throws -> [Asked] {
        try await withThrowingTaskGroup(of: Asked.self) { group in
            var waiting = polls[...]
            var asked: [Asked] = []
            for poll in waiting.prefix(partner.concurrencyMax) {
                group.addTask { try await ask(about: poll) }
            }
            waiting = waiting.dropFirst(partner.concurrencyMax)
            for try await one in group {
                asked.append(one)
                guard let poll = waiting.popFirst() else { continue }
                group.addTask { try await ask(about: poll) }
            }
            return asked
        }
    }

    private func ask(about poll: Poll) async throws -> Asked {
        let receipt = StoredReceipt(poll.receipt)
        if poll.isFirst { try await keepAnswers(in: receipt, of: poll) }
        guard let address = receipt.statusAddress else {
            return Asked(putOff: poll.putOff(until: nil))
        }
        guard let fetch = await questions.ask(address, unless: poll.tag) else {
            return Asked()
        }
        switch fetch {
        case .document(let bytes, let tag):
            guard let document = StatusDocument(bytes) else {
                keeper.log("the partner's status document is not understood", poll.delivery)
                return later(poll)
            }
            if document.answers.isEmpty, tag == poll.tag { return later(poll) }
            try await keep(document, bytes, tag, of: poll)
            return Asked()
        case .unchanged: return later(poll)
        case .unknownAddress:
            keeper.log("the partner knows no such status address", poll.delivery)
            return later(poll)
        case .unavailable(_, let retryAfter):
            let again = poll.putOff(until: time.now().adding(partner.every))
            return Asked(putOff: again, pause: PartnerQuestions.pause(retryAfter))
        }
    }

    private func later(_ poll: Poll) -> Asked {
        let (open, decided) = nextTimes(poll)
        let until: Date? =
            switch poll.state {
            case .decided: decided
            case .withdrawn, .superseded: nil
            case .queued, .sending, .uncertain, .delivered, .acknowledged, .parked: open
            }
        return Asked(putOff: poll.putOff(until: until))
    }

    /// Some partners answer at once, in the answer to the document itself.
    private func keepAnswers(in receipt: StoredReceipt, of poll: Poll) async throws {
        guard let (document, body) = receipt.answers else { return }
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
            min(schedule.next(since: poll.receivedAt, at: now), now.adding(Poll.longest.open)),
            now.adding(min(partner.decidedEvery, Poll.longest.decided))
        )
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

extension Poll {
    fileprivate func putOff(until moment: Date?) -> PutOff {
        PutOff(delivery: delivery, until: moment)
    }
}
