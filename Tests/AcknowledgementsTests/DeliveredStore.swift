import Database
import Foundation
import Outbox
import Referrals
import Synchronization
import TestStores
import Vault

/// A real store with deliveries, which their partner `schools` has.
struct DeliveredStore {
    static let contracts = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Contracts")
    /// What was sent.
    static let document = Data("{}".utf8)

    let outbox: OutboxStore
    /// The key that the first was sent under.
    let key: String
    private let database: any SQLDatabase

    /// Delivers a document at each of some moments.
    init(at moments: Date...) async throws {
        let ids = Mutex(0)
        database = try await TestDatabase.temporary()
        outbox = try await OutboxStore(
            on: database,
            keys: DataKeys(under: try KeyEncryptionKey(newWithID: "key-1")),
            makeID: {
                ids.withLock { last in
                    last += 1
                    return "id-\(last)"
                }
            }
        )
        var keys: [String] = []
        for (number, moment) in moments.enumerated() {
            keys.append(try await Self.deliver(number, on: outbox, at: moment))
        }
        key = keys.first ?? ""
    }

    /// How many rows an answer adds to.
    func rows() async throws -> [Int64] {
        try await database.read { connection in
            try ["answer", "evidence", "audit_entry"].map { table in
                try connection.rows("SELECT count(*) AS count FROM \(table)").first?
                    .integer("count") ?? 0
            }
        }
    }

    private static func deliver(
        _ number: Int,
        on outbox: OutboxStore,
        at now: Date
    ) async throws -> String {
        _ = try await outbox.add(
            NewReferral(
                id: "referral-\(number)",
                version: 1,
                sourceReference: "CASE-\(number)",
                subject: "CHILD-\(number)",
                urgency: .standard,
                submittedAt: now,
                report: ReportColumns(
                    cohort: "groomed",
                    ageBand: "10-12",
                    area: nil,
                    month: "2026-09"
                ),
                isUnrouted: false,
                leftOut: [],
                deliveries: [
                    NewDelivery(
                        partner: "schools",
                        contract: "education/1.0",
                        document: .frozen(document),
                        horizon: now.adding(.seconds(60))
                    )
                ],
                canonical: Data("{}".utf8)
            )
        )
        let claims = try await outbox.claim(
            upTo: 1,
            for: "schools",
            by: "worker",
            order: .mostUrgent,
            at: now,
            lease: .seconds(60)
        ).claims
        for claim in claims {
            let record = AttemptRecord(
                outcome: .delivered,
                phase: "answered",
                explanation: AttemptExplanation("")
            )
            let receipt = Data(#"{"receiptId":"R","statusAddress":"https://x/1"}"#.utf8)
            _ = try await outbox.finish([
                AttemptEnding(
                    claim,
                    with: record,
                    step: .delivered(receipt: receipt, owed: Owed(), pollAt: now),
                    at: now
                )
            ])
        }
        return claims.first?.idempotencyKey ?? ""
    }
}
