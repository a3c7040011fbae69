package import Audit
import Database

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
        ]
    ) { _ in ["CASE WHEN poll_at IS NULL THEN 0 ELSE 1 END"] }

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
        born: "(SELECT at FROM escalation WHERE escalation.id = notice.escalation)"
    ) { _ in ["CASE WHEN due_at IS NULL THEN attempts END"] }

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

    /// What an attempt that told nobody anything says of its end: sealed with its explanation, since a
    /// partner that is not reached is tried many times, and in the log where it is not sealed.
    static let attemptEnd = AuditedTable(
        "attempt",
        "end",
        key: ["delivery", "epoch"],
        numbers: ["epoch"],
        fixed: [
            "worker", "started_at", "ended_at", "outcome", "phase", "code", "status", "next_at",
        ]
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

    /// How far a partner's list of answers was read.
    static let feed = AuditedTable("feed", "place", key: ["partner"], fixed: ["place", "at"])

    /// Where children's keys still lie, and how old the backups are.
    static let backup = AuditedTable(
        "backup",
        "record",
        key: ["id"],
        fixed: [
            "at", "name", "folder", "bytes", "keys_bytes", "seconds", "rows", "keys_until",
            "verified_at", "deleted_at",
        ]
    )

    /// By what a child is found: all its entries, in their order.
    static let search = AuditedTable("child_record", "search", key: ["child"], fixed: []) {
        dialect in
        let entries = "FROM search_entry WHERE search_entry.child = child_record.child"
        return switch dialect {
        case .sqlite:
            [
                "(SELECT group_concat(token) FROM (SELECT lower(hex(token)) AS token \(entries) ORDER BY 1))"
            ]
        case .postgres:
            ["(SELECT string_agg(encode(token, 'hex'), ',' ORDER BY token) \(entries))"]
        }
    }

    /// That a partner is paused; the row goes when it is resumed.
    static let pause = AuditedTable(
        "lane_hold",
        "pause",
        key: ["partner"],
        fixed: ["since", "held_by", "reason"],
        isListed: true
    )

    /// All of them.
    package static let outbox = [
        referral, leftOut, delivery, clock, deliveryBody, attempt, attemptEnd, rerouting, answer,
        evidence,
        withdrawal, resend, escalation, notice, erasure, token, legalHold, review, legalRelease,
        revocation, pause, feed, backup, search,
    ]
}
