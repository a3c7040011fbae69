package import Foundation
package import Outbox
package import Referrals

/// How documents are delivered to one partner.
package struct DeliveryPartner: Sendable, Equatable {
    package let id: String
    /// Whom to ring, if the partner's file says so.
    package let telephone: String?
    /// Where documents are posted.
    package let address: String
    /// Where to ask about a document, with `{key}` for its idempotency key, if the partner offers it.
    package let statusAddress: String?
    /// Whether the partner declares that the same key and bytes may safely be sent again.
    package let isIdempotent: Bool
    /// How long the partner remembers a key, from its first use; for ever when nil.
    package let idempotentFor: Duration?
    /// How fast it may be sent to, and when.
    package let plan: LanePlan
    /// The longest time for one request.
    package let timeLimit: Duration
    /// How long the partner may take to acknowledge, to decide, and to say what came of it.
    package let clocks: PartnerClocks
    /// How long after a receipt the first question for answers is due.
    package let firstPollAfter: Duration
    /// Whether it lists the answers to all deliveries, so that no receipt need say where to ask.
    package let listsAnswers: Bool

    /// Describes a partner.
    package init(
        id: String,
        telephone: String? = nil,
        address: String,
        statusAddress: String?,
        isIdempotent: Bool,
        idempotentFor: Duration? = nil,
        plan: LanePlan,
        timeLimit: Duration,
        clocks: PartnerClocks,
        firstPollAfter: Duration,
        listsAnswers: Bool
    ) {
        self.id = id
        self.telephone = telephone
        self.address = address
        self.statusAddress = statusAddress
        self.isIdempotent = isIdempotent
        self.idempotentFor = idempotentFor
        self.plan = plan
        self.timeLimit = timeLimit
        self.clocks = clocks
        self.firstPollAfter = firstPollAfter
        self.listsAnswers = listsAnswers
    }

    /// When the answers to a document are asked for first; a receipt that brings answers is read by
    /// whoever collects them, now.
    func firstPoll(after receipt: Receipt, at now: Date) -> Date? {
        if receipt.hasAnswers { return now }
        guard listsAnswers || receipt.statusAddress != nil else { return nil }
        return now.adding(firstPollAfter)
    }

    /// What the partner owes for a document from its receipt on.
    func owed(_ urgency: Urgency, from receipt: Date) -> Owed {
        var owed = Owed()
        owed.acknowledgement = clocks.due(.acknowledgement, urgency, from: receipt)
        owed.decision = clocks.due(.decision, urgency, from: receipt)
        owed.outcome = clocks.due(.outcome, urgency, from: receipt)
        owed.ringsAt = owed.acknowledgement.flatMap {
            clocks.ring(.acknowledgement, urgency, due: $0, after: 0)
        }
        return owed
    }

    /// Whether the same key and bytes may be sent again without asking anybody: a key that the
    /// partner has forgotten would make a second referral of it
    /// (draft-ietf-httpapi-idempotency-key-header section 2.3).
    package func mayRepeat(_ claim: Claim, at now: Date) -> Bool {
        guard isIdempotent, let idempotentFor, let first = claim.firstSentAt else {
            return isIdempotent
        }
        return now < first.adding(idempotentFor)
    }

    /// Whether an uncertain delivery can be cleared up without a person.
    package func canReconcile(_ claim: Claim, at now: Date) -> Bool {
        statusAddress != nil || mayRepeat(claim, at: now)
    }
}
