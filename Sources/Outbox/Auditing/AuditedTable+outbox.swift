package import Audit

/// The outbox's tables that are evidence, with what never changes in them.
extension AuditedTable {
    static let referral = AuditedTable(
        "referral",
        key: ["id", "version"],
        numbers: ["version"],
        fixed: [
            "source_reference", "data_key", "urgency", "submitted_at", "unrouted", "cohort",
            "age_band", "area", "month", "sealed",
        ]
    )

    static let leftOut = AuditedTable(
        "left_out",
        key: ["referral_id", "referral_version", "partner"],
        numbers: ["referral_version"],
        fixed: ["reason"]
    )

    static let delivery = AuditedTable(
        "delivery",
        key: ["id"],
        fixed: [
            "referral_id", "referral_version", "partner", "contract", "data_key",
            "idempotency_key", "urgency", "message",
        ]
    )

    /// Until when a partner owes its answers: set by each receipt, and by clocks that are agreed later.
    static let deadlines = AuditedTable(
        "delivery",
        "deadlines",
        key: ["id"],
        fixed: ["answer_due_at", "decision_due_at", "outcome_due_at"]
    )

    static let deliveryBody = AuditedTable(
        "delivery_body",
        key: ["delivery"],
        fixed: ["sealed"],
        isErasable: true
    )

    /// An attempt is evidence when the document may have left.
    static let attempt = AuditedTable(
        "attempt",
        key: ["delivery", "epoch"],
        numbers: ["epoch"],
        fixed: [
            "worker", "started_at", "ended_at", "outcome", "phase", "code", "status", "late",
            "sealed",
        ],
        complete:
            "outcome IN (\(OutboxSchema.words(AttemptOutcome.allCases.filter(\.mayDisclose))))"
    )

    static let answer = AuditedTable(
        "answer",
        key: ["id"],
        fixed: [
            "delivery", "received_at", "kind", "decision", "path", "mac", "sealed", "evidence",
            "said_at",
        ]
    )

    static let evidence = AuditedTable(
        "evidence",
        key: ["id"],
        fixed: ["delivery", "at", "sealed"],
        isErasable: true
    )

    static let withdrawal = AuditedTable(
        "withdrawal",
        key: ["id"],
        fixed: ["referral_id", "referral_version", "at", "asked_by", "sealed"]
    )

    static let resend = AuditedTable(
        "resend",
        key: ["id"],
        fixed: ["delivery", "at", "asked_by", "sealed"]
    )

    /// Where a child was passed on to, or why to nobody.
    static let rerouting = AuditedTable(
        "reroute",
        "rerouting",
        key: ["delivery"],
        fixed: ["asked_at", "state", "other", "obstacle"]
    )

    static let erasure = AuditedTable("erasure", key: ["child"], fixed: ["at", "certificate"])

    static let token = AuditedTable(
        "api_token",
        key: ["id"],
        fixed: ["name", "digest", "roles", "created_at", "expires_at"]
    )

    static let legalHold = AuditedTable(
        "legal_hold",
        key: ["id"],
        fixed: ["child", "since", "held_by", "sealed"]
    )

    /// When a child's data is to be reviewed: changed by each referral of the child and each review.
    static let review = AuditedTable(
        "child_record",
        "review",
        key: ["child"],
        fixed: ["class", "review_at"]
    )

    static let legalRelease = AuditedTable(
        "legal_hold",
        "release",
        key: ["id"],
        fixed: ["released_at"]
    )

    static let revocation = AuditedTable(
        "api_token",
        "revocation",
        key: ["id"],
        fixed: ["revoked_at"]
    )

    /// That a partner is paused; the row goes when it is resumed.
    static let pause = AuditedTable(
        "lane_hold",
        "pause",
        key: ["partner"],
        fixed: ["since", "held_by", "reason"]
    )

    /// All of them.
    package static let outbox = [
        referral, leftOut, delivery, deadlines, deliveryBody, attempt, rerouting, answer, evidence,
        withdrawal, resend,
        erasure, token, legalHold, review, legalRelease, revocation, pause,
    ]
}
