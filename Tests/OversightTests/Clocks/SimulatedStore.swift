import Database
import Foundation
import Outbox
import Oversight
import Referrals
import Synchronization
import TestStores
import Testing
import Vault

/// A real store to which things happen at moments that a test chooses.
struct SimulatedStore {
    private static let partner = "eastshire"

    let outbox: OutboxStore

    init() async throws {
        let ids = Mutex(0)
        outbox = try await OutboxStore(
            on: try await TestDatabase.temporary(),
            keys: DataKeys(under: try KeyEncryptionKey(newWithID: "key-1")),
            makeID: {
                ids.withLock { last in
                    last += 1
                    return String(format: "id-%06d", last)
                }
            }
        )
    }

    /// Lets everything ring that is due; returns when the next thing is.
    func ring(
        at now: Date,
        by clocks: PartnerClocks,
        noting told: inout [Told]
    ) async throws -> Date? {
        while true {
            let (rung, hasMore, next) = try await outbox.ring(at: now, upTo: 50) {
                $0.step(by: clocks, at: now)
            }
            for ring in rung {
                told.append(
                    Told(
                        delivery: try await number(of: ring.clock.delivery),
                        clock: ring.ring.clock,
                        stage: ring.ring.stage
                    )
                )
            }
            guard hasMore || next.map({ $0 <= now }) ?? false else { return next }
        }
    }

    func perform(_ event: Life.Event, by clocks: PartnerClocks) async throws {
        switch event.step {
        case .submitted: try await submit(event, by: clocks)
        case .delivered: try await deliver(event, by: clocks)
        case .acknowledged: try await answer(event, .acknowledged, nil)
        case .decided: try await answer(event, .decision, "assessment")
        case .outcome: try await answer(event, .outcome, nil)
        }
    }

    /// When the clocks of a delivery run out, as the store has it.
    func dues(of number: Int) async throws -> [Clock: Date] {
        try await outbox.history(of: "CASE-\(number)").first?.deliveries.first?.dues ?? [:]
    }

    private func submit(_ event: Life.Event, by clocks: PartnerClocks) async throws {
        var delivery = NewDelivery(
            partner: Self.partner,
            contract: "education/1.0",
            document: .frozen(Data("{}".utf8)),
            horizon: .distantFuture
        )
        delivery.receiptDue = clocks.due(.receipt, event.urgency, from: event.at)
        delivery.ringsAt = delivery.receiptDue.flatMap {
            clocks.ring(.receipt, event.urgency, due: $0, after: 0)
        }
        _ = try await outbox.add(
            NewReferral(
                id: "referral-\(event.number)",
                version: 1,
                sourceReference: "CASE-\(event.number)",
                subject: "CHILD-\(event.number)",
                urgency: event.urgency,
                submittedAt: event.at,
                report: ReportColumns(
                    cohort: "groomed",
                    ageBand: "10-12",
                    area: nil,
                    month: "2026-09"
                ),
                isUnrouted: false,
                leftOut: [],
                deliveries: [delivery],
                canonical: Data("{}".utf8)
            )
        )
    }

    /// Claims until the delivery comes; the others are given back.
    private func deliver(_ event: Life.Event, by clocks: PartnerClocks) async throws {
        let claims = try await outbox.claim(
            upTo: 1000,
            for: Self.partner,
            by: "worker",
            order: .mostUrgent,
            at: event.at,
            lease: .seconds(60)
        ).claims
        let wanted = "referral-\(event.number)"
        _ = try await outbox.finish(
            claims.map { claim in
                var owed = Owed()
                owed.acknowledgement = clocks.due(.acknowledgement, event.urgency, from: event.at)
                owed.decision = clocks.due(.decision, event.urgency, from: event.at)
                owed.outcome = clocks.due(.outcome, event.urgency, from: event.at)
                owed.ringsAt = owed.acknowledgement.flatMap {
                    clocks.ring(.acknowledgement, event.urgency, due: $0, after: 0)
                }
                let isWanted = claim.referral == wanted
                return AttemptEnding(
                    claim,
                    with: AttemptRecord(
                        outcome: isWanted ? .delivered : .givenBack,
                        phase: "answered",
                        explanation: AttemptExplanation("")
                    ),
                    step: isWanted
                        ? .delivered(
                            receipt: Data(#"{"receiptId":"R"}"#.utf8),
                            owed: owed,
                            pollAt: nil
                        )
                        : .giveBack(mayBeHeld: false),
                    at: event.at
                )
            }
        )
    }

    private func answer(
        _ event: Life.Event,
        _ kind: AnswerKind,
        _ decision: String?
    ) async throws {
        let id = try #require(
            try await outbox.history(of: "CASE-\(event.number)").first?.deliveries.first?.id
        )
        _ = try await outbox.record(
            [
                NewAnswer(
                    kind: kind,
                    decision: decision,
                    path: .poll,
                    content: Data("{\"kind\":\"\(kind.rawValue)\"}".utf8)
                )
            ],
            for: id,
            from: nil,
            nextPoll: .never,
            at: event.at
        )
    }

    private func number(of delivery: String) async throws -> Int {
        let reference = try await outbox.history(of: delivery).first?.sourceReference ?? ""
        return Int(reference.dropFirst("CASE-".count)) ?? -1
    }
}

/// Deadlines as another program, in another language, computes them.
enum IndependentDeadlines {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    /// The close of business so many working days after each moment, in seconds since 1970.
    static func closes(of questions: [(start: Date, days: Int)]) throws -> [Int] {
        let input = FileManager.default.temporaryDirectory
            .appending(path: "moments-\(UUID().uuidString)")
        let lines = questions.map { "\(Int($0.start.timeIntervalSince1970)) \($0.days)\n" }
        try Data(lines.joined().utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", tests.appending(path: "ReferralsTests/Clocks/deadlines.py").path,
            tests.appending(path: "../deploy/calendars/england-and-wales.json").path,
        ]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
    }
}
