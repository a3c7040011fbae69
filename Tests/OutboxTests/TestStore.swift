import Database
import Foundation
import Outbox
import Referrals
import Synchronization
import TestStores
import Vault

/// A real outbox on a real file, for the length of a test.
struct TestStore: Sendable {
    static let t0 = Date(timeIntervalSince1970: 1_790_000_000)

    let outbox: OutboxStore
    let database: any SQLDatabase
    let keys: DataKeys

    /// Runs a test on a fresh store and removes the store afterwards.
    static func with(_ test: (TestStore) async throws -> Void) async throws {
        try await with(try await TestDatabase.temporary(), test)
    }

    /// Runs a test on a new store in a database.
    static func with(
        _ database: any SQLDatabase,
        _ test: (TestStore) async throws -> Void
    ) async throws {
        let ids = Counter()
        let keys = DataKeys(under: try .named("key-1"))
        let outbox = try await OutboxStore(on: database, keys: keys, makeID: { ids.next() })
        try await test(TestStore(outbox: outbox, database: database, keys: keys))
        try await database.close()
    }

    /// Adds a sample and returns what was stored.
    @discardableResult
    func add(_ referral: NewReferral) async throws -> StoredReferral {
        guard case .added(let stored) = try await outbox.add(referral) else {
            throw Unexpected()
        }
        return stored
    }

    /// Claims everything that is due at one partner.
    func claim(
        at now: Date = t0,
        partner: String = "northshire",
        by worker: String = "worker-1",
        upTo limit: Int = 100,
        order: ClaimOrder = .mostUrgent
    ) async throws -> [Claim] {
        try await outbox.claim(
            upTo: limit,
            for: partner,
            by: worker,
            order: order,
            at: now,
            lease: .seconds(60)
        ).claims
    }

    /// Claims the one delivery that is due.
    func claimOne(at now: Date = t0, by worker: String = "worker-1") async throws -> Claim {
        guard let claim = try await claim(at: now, by: worker).first else { throw Unexpected() }
        return claim
    }

    /// Ends an attempt.
    func finish(
        _ claim: Claim,
        with record: AttemptRecord,
        step: DeliveryStep,
        at now: Date
    ) async throws -> FinishResult {
        let ending = AttemptEnding(claim, with: record, step: step, at: now)
        guard let result = try await outbox.finish([ending]).first else { throw Unexpected() }
        return result
    }

    /// Gives a claim the receipt that the partner would give.
    @discardableResult
    func deliver(_ claim: Claim, at now: Date = t0) async throws -> FinishResult {
        try await finish(
            claim,
            with: .sample(.delivered),
            step: .delivered(
                receipt: Data(#"{"receiptId":"R-1"}"#.utf8),
                owed: .sample(from: now),
                pollAt: now.adding(.seconds(5))
            ),
            at: now
        )
    }

    /// Writes down what a partner answered; the words tell answers of one kind apart.
    func answer(
        _ claim: Claim,
        _ kind: AnswerKind,
        _ decision: String? = nil,
        words: String = ""
    ) async throws {
        let content = Data("{\"is\":\"\(kind) \(decision ?? "") \(words)\"}".utf8)
        _ = try await outbox.record(
            [NewAnswer(kind: kind, decision: decision, path: .poll, content: content)],
            for: claim.delivery,
            from: nil,
            nextPoll: .unchanged,
            at: Self.t0
        )
    }

    /// The state of every delivery, in the order of queueing.
    func states() async throws -> [DeliveryState] {
        try await outbox.deliveries(matching: DeliveryFilter(), limit: 1000).map(\.state)
    }

    struct Unexpected: Error {}
}

extension KeyEncryptionKey {
    /// A key whose bytes follow from its name.
    static func named(_ id: String) throws -> KeyEncryptionKey {
        try KeyEncryptionKey(id: id, bytes: Data(repeating: id.utf8.last ?? 0, count: 32))
    }
}

/// Makes identifiers that differ and sort.
final class Counter: Sendable {
    private let last = Mutex(0)

    func next() -> String {
        let number = last.withLock { last in
            last += 1
            return last
        }
        return String(format: "00000000-0000-4000-8000-%012d", number)
    }
}

extension Owed {
    /// An hour for the acknowledgement, two for the decision.
    static func sample(from now: Date) -> Owed {
        var owed = Owed()
        owed.acknowledgement = now.adding(.seconds(3600))
        owed.decision = now.adding(.seconds(7200))
        owed.outcome = now.adding(.seconds(86_400))
        owed.ringsAt = owed.acknowledgement
        return owed
    }
}

extension AttemptRecord {
    static func sample(_ outcome: AttemptOutcome) -> AttemptRecord {
        AttemptRecord(
            outcome: outcome,
            phase: "answered",
            explanation: AttemptExplanation("A sentence about \(outcome.rawValue).")
        )
    }
}

extension NewReferral {
    /// A referral to one partner; what a test sets is what it is about.
    static func sample(
        _ number: Int = 1,
        id: String? = nil,
        reference: String? = nil,
        version: Int = 1,
        urgency: Urgency = .standard,
        partners: [String] = ["northshire"],
        content: String = "content",
        at now: Date = TestStore.t0,
        unrouted: Bool = false,
        leftOut: [String] = [],
        document: NewDelivery.Document = .frozen(Data("{\"a\":1}".utf8))
    ) -> NewReferral {
        NewReferral(
            id: id ?? "10000000-0000-4000-8000-00000000000\(number)",
            version: version,
            sourceReference: reference ?? "CASE-\(number)",
            subject: "CHILD-\(number)",
            urgency: urgency,
            submittedAt: now,
            report: ReportColumns(
                cohort: "groomed",
                ageBand: "10-12",
                area: "E06000901",
                month: "2026-11"
            ),
            isUnrouted: unrouted,
            leftOut: leftOut.map { ($0, "not-covered") },
            deliveries: partners.map {
                NewDelivery(
                    partner: $0,
                    contract: "education/1.0",
                    document: document,
                    horizon: now.adding(.seconds(3600))
                )
            },
            canonical: Data(content.utf8)
        )
    }
}
