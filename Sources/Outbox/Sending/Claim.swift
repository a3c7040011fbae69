package import Foundation
package import Referrals
package import Vault

/// A delivery that one worker may send until its lease ends.
package struct Claim: Sendable {
    package let delivery: String
    package let partner: String
    package let contract: String
    package let referral: String
    package let version: Int
    package let idempotencyKey: String
    /// The frozen document, opened for this attempt.
    package let body: Data
    /// The child's key, under which the outcome is sealed.
    let key: DataKey
    /// The number of this attempt, from 1.
    package let attempt: Int
    /// The fence: every later write names it, and counts only while it is the newest.
    package let epoch: Int64
    /// Who makes this attempt, and since when.
    let worker: String
    let startedAt: Date
    /// When the first attempt began, if an earlier attempt may have reached the partner.
    package let firstSentAt: Date?
    package let urgency: Urgency
    /// When retries end and a person must act.
    package let horizon: Date

    /// Describes a claim.
    package init(
        delivery: String,
        partner: String,
        contract: String,
        referral: String,
        version: Int,
        idempotencyKey: String,
        body: Data,
        key: DataKey,
        attempt: Int,
        epoch: Int64,
        worker: String,
        startedAt: Date,
        firstSentAt: Date?,
        urgency: Urgency,
        horizon: Date
    ) {
        self.delivery = delivery
        self.partner = partner
        self.contract = contract
        self.referral = referral
        self.version = version
        self.idempotencyKey = idempotencyKey
        self.body = body
        self.key = key
        self.attempt = attempt
        self.epoch = epoch
        self.worker = worker
        self.startedAt = startedAt
        self.firstSentAt = firstSentAt
        self.urgency = urgency
        self.horizon = horizon
    }

    /// Whether an earlier attempt may have reached the partner.
    package var mayBeHeld: Bool { firstSentAt != nil }

    /// Whether it takes from the partner's retry budget.
    package var isRetry: Bool { attempt > 1 && urgency != .immediate }

    /// Whether a person ordered this attempt although the partner may have the document: attempts
    /// are counted anew from a resend.
    package var isOrdered: Bool { mayBeHeld && attempt == 1 }
}
