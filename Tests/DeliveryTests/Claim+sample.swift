import Crypto
import Foundation
import Outbox
import Referrals
import Vault

extension Claim {
    /// A claim for tests; what a test sets is what it is about.
    static func sample(
        delivery: String = "delivery",
        attempt: Int = 1,
        firstSentAt: Date? = nil,
        urgency: Urgency = .standard,
        horizon: Date = Date(timeIntervalSince1970: 1_790_000_000 + 72 * 3600)
    ) -> Claim {
        Claim(
            delivery: delivery,
            partner: "northshire",
            contract: "education/1.0",
            referral: "referral",
            version: 1,
            idempotencyKey: "key",
            body: Data("{}".utf8),
            key: DataKey(id: "key", secret: SymmetricKey(size: .bits256)),
            attempt: attempt,
            epoch: Int64(attempt),
            worker: "worker",
            startedAt: Date(timeIntervalSince1970: 1_790_000_000),
            firstSentAt: firstSentAt,
            urgency: urgency,
            horizon: horizon
        )
    }
}
