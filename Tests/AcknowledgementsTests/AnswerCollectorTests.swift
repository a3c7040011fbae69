import Acknowledgements
import Contracts
import Foundation
import Logging
import Outbox
import Synchronization
import Testing

@Suite struct AnswerCollectorTests {
    @Test func `answers in the partner's words settle the delivery`() async throws {
        let state = try await stateAfter(collecting: ["full", "minimal"].map(Self.answer))

        #expect(state == .decided || state == .acknowledged)
    }

    @Test func `an answer that cannot be understood spoils no other`() async throws {
        let decision = try await decidingAnswer()

        let state = try await stateAfter(collecting: ["{\"nonsense\": []}", decision, "5"])

        #expect(state == .decided)
    }

    @Test func `a document without answers changes nothing`() async throws {
        #expect(try await stateAfter(collecting: []) == .delivered)
    }

    @Test func `what was read is asked for again only if it changed`() async throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let outbox = try await DeliveredStore(at: now).outbox
        let source = OneDocument(
            text: "{\"answers\":[\(try Self.answer("minimal"))]}",
            tag: "\"1\""
        )

        try await collect(from: source, on: outbox, at: now)
        try await collect(from: source, on: outbox, at: now.adding(.seconds(86_400)))

        #expect(source.tags == [nil, "\"1\""])
    }

    @Test func `a list is read as often as its deliveries' age asks for`() async throws {
        let begin = Date(timeIntervalSince1970: 1_790_000_000)
        let outbox = try await DeliveredStore(
            at: begin,
            begin.adding(.seconds(17)),
            begin.adding(.seconds(41))
        ).outbox
        let clock = Mutex(begin)
        let list = EmptyList(now: { clock.withLock { $0 } })
        let collector = try collector(
            of: list,
            list: "https://schools.example/answers",
            on: outbox,
            // Whoever waits makes time pass, for an hour more than a day.
            time: TimeSource(
                now: { clock.withLock { $0 } },
                sleep: { wait in
                    try clock.withLock { now in
                        now = now.adding(wait)
                        if now > begin.adding(.seconds(90_000)) { throw CancellationError() }
                    }
                }
            )
        )
        let collecting = Task { try await collector.run() }
        let times = await list.times(until: begin.adding(.seconds(86_400)))
        collecting.cancel()
        _ = await collecting.result

        // A minute at first, a twentieth of its age later, never more than half an hour; it is looked
        // whether something is due each minute.
        for (read, next) in zip(times, times.dropFirst()) {
            let share = read.timeIntervalSince(begin) / 20
            #expect(next.timeIntervalSince(read) >= 60)
            #expect(next.timeIntervalSince(read) <= max(60, min(share, 1800)) + 65)
        }
        #expect(times.count > 48)
        #expect(times.count < 300, "each minute would be 1440 times")
    }

    private static func answer(_ example: String) throws -> String {
        try String(
            contentsOf: DeliveredStore.contracts
                .appending(path: "education/1.0/examples/\(example).answer.json"),
            encoding: .utf8
        )
    }

    private func decidingAnswer() async throws -> String {
        let library = try ContractLibrary.load(from: DeliveredStore.contracts)
        let contract = try #require(ContractID("education/1.0").flatMap { library[$0] })
        let pair = try contract.answerExamples().first { pair in
            String(decoding: pair.acknowledgement, as: UTF8.self).contains("\"decision\"")
        }
        return String(decoding: try #require(pair).answer, as: UTF8.self)
    }

    /// The state of a delivered document after its status document was read once.
    private func stateAfter(collecting answers: [String]) async throws -> DeliveryState? {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let outbox = try await DeliveredStore(at: now).outbox
        let source = OneDocument(text: "{\"answers\":[\(answers.joined(separator: ","))]}")
        try await collect(from: source, on: outbox, at: now)
        return try await outbox.deliveries(matching: DeliveryFilter(), limit: 1).first?.state
    }

    /// Asks once about everything that is due.
    private func collect(
        from source: OneDocument,
        on outbox: OutboxStore,
        at now: Date
    ) async throws {
        let collector = try collector(
            of: source,
            on: outbox,
            // The first wait comes after the first round.
            time: TimeSource(now: { now }, sleep: { _ in throw CancellationError() })
        )
        let collecting = Task { try await collector.run() }
        await source.wasAsked()
        // A round that was begun is finished.
        collecting.cancel()
        _ = await collecting.result
    }

    private func collector(
        of source: any AnswerSource,
        list: String? = nil,
        on outbox: OutboxStore,
        time: TimeSource
    ) throws -> AnswerCollector {
        AnswerCollector(
            partners: [
                PolledPartner(
                    id: "schools",
                    every: .seconds(60),
                    decidedEvery: .seconds(60),
                    concurrencyMax: 1,
                    feed: list
                )
            ],
            library: try ContractLibrary.load(from: DeliveredStore.contracts),
            outbox: outbox,
            source: source,
            keeper: .alone,
            time: time,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }
}

/// A list of answers that stays empty and tells when it was read.
private final class EmptyList: AnswerSource {
    private let now: @Sendable () -> Date
    private let reads: AsyncStream<Date>
    private let read: AsyncStream<Date>.Continuation

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
        (reads, read) = AsyncStream.makeStream()
    }

    /// When it was read, until it is read at the end or after it.
    func times(until end: Date) async -> [Date] {
        var times: [Date] = []
        for await time in reads {
            if time >= end { break }
            times.append(time)
        }
        return times
    }

    func document(
        of partner: String,
        at address: String,
        unless tag: String?
    ) async -> AnswerFetch {
        read.yield(now())
        return .document(Data("{\"answers\":[],\"next\":\"0\"}".utf8), tag: nil)
    }
}

/// A status address that gives one document and tells when it was asked.
private final class OneDocument: AnswerSource {
    private let text: String
    private let tag: String?
    private let asked: AsyncStream<Void>
    private let ask: AsyncStream<Void>.Continuation
    private let seen = Mutex<[String?]>([])

    init(text: String, tag: String? = nil) {
        self.text = text
        self.tag = tag
        (asked, ask) = AsyncStream.makeStream()
    }

    /// The tags that it was asked with.
    var tags: [String?] { seen.withLock { $0 } }

    func document(
        of partner: String,
        at address: String,
        unless tag: String?
    ) async -> AnswerFetch {
        seen.withLock { $0.append(tag) }
        ask.yield()
        return tag == self.tag && tag != nil
            ? .unchanged : .document(Data(text.utf8), tag: self.tag)
    }

    func wasAsked() async {
        for await _ in asked { return }
    }
}
