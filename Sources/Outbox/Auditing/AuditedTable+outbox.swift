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

    /// When retries end, until when what is owed, when somebody is told next, what was told last, and
    /// whether the partner is asked.
    static let clock = AuditedTable(
        "delivery",
        "clock",
        key: ["id"],
        fixed: [
            "queued_at", "horizon_at", "receipt_due_at", "answer_due_at", "decision_due_at",
            "outcome_due_at", "overdue_at", "rings_at", "rung", "rung_clock",
        ],
        derived: ["CASE WHEN poll_at IS NULL THEN 0 ELSE 1 END"]
    )

    /// That something was owed for too long, or is owed no more.
    static let escalation = AuditedTable(
        "escalation",
        key: ["id"],
        fixed: ["delivery", "at", "clock", "stage", "due_at"],
        born: "at"
    )

    /// Who is told of it, from when on, and whether and after how many tries that was done.
    static let notice = AuditedTable(
        "notice",
        key: ["id"],
        fixed: ["escalation", "recipient", "not_before", "sent_at"],
        derived: ["CASE WHEN due_at IS NULL THEN attempts END"],
        born: "(SELECT at FROM escalation WHERE escalation.id = notice.escalation)"
    )

    static let deliveryBody = AuditedTable(
        "delivery_body",
        key: ["delivery"],
        fixed: ["sealed"],
        isErasable: true
    )

    /// An attempt is evidence when the document may have left, or its end was known late: it passed for
    /// one that may have until then.
    static let attempt = AuditedTable(
        "attempt",
        key: ["delivery", "epoch"],
        numbers: ["epoch"],
        fixed: [
            "worker", "started_at", "ended_at", "outcome", "phase", "code", "status", "late",
            "sealed",
        ],
        complete:
            "late = 1 OR outcome IN (\(OutboxSchema.words(AttemptOutcome.allCases.filter(\.mayDisclose))))"
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
        referral, leftOut, delivery, clock, deliveryBody, attempt, rerouting, answer, evidence,
        withdrawal, resend, escalation, notice, erasure, token, legalHold, review, legalRelease,
        revocation, pause,
    ]
}
