import Database
import Referrals

/// The clocks that run on deliveries, who was told, withdrawals, and what answers rest on.
enum ClockSchema {
    static func statements(_ dialect: SQLDialect) -> [String] {
        widen(dialect) + deliveryColumns(dialect) + [
            "ALTER TABLE answer ADD COLUMN evidence \(dialect.textType)",
            "ALTER TABLE answer ADD COLUMN said_at BIGINT",
            evidence(dialect), escalation(dialect), notice(dialect), reroute(dialect),
            feed(dialect), withdrawal(dialect),
        ] + indexes + [startClocks]
    }

    static let firstMessages = "'referral', 'withdrawal'"

    /// The words that columns may hold became more.
    private static func widen(_ dialect: SQLDialect) -> [String] {
        WordCheck(table: "delivery", column: "park_reason").widen(
            from: OutboxSchema.firstParkReasons,
            to: OutboxSchema.words(ParkReason.self),
            dialect
        )
            + WordCheck(table: "answer", column: "path").widen(
                from: OutboxSchema.firstAnswerPaths,
                to: OutboxSchema.words(AnswerPath.self),
                dialect
            )
    }

    /// `overdue_at` is when the clock of the present state runs out, `rings_at` when somebody is to be
    /// told next, `rung` of how many steps of the ladder they were, and on which clock.
    private static func deliveryColumns(_ dialect: SQLDialect) -> [String] {
        let clocks = OutboxSchema.words(Clock.self)
        return [
            "message \(dialect.textType) NOT NULL DEFAULT 'referral' CHECK (message IN (\(firstMessages)))",
            "receipt_due_at BIGINT", "decision_due_at BIGINT", "outcome_due_at BIGINT",
            "overdue_at BIGINT", "rings_at BIGINT",
            "rung BIGINT NOT NULL DEFAULT 0 CHECK (rung >= 0)",
            "rung_clock \(dialect.textType) CHECK (rung_clock IN (\(clocks)))",
            "poll_tag \(dialect.textType)",
        ].map { "ALTER TABLE delivery ADD COLUMN \($0)" }
    }

    /// What answers were read from, byte for byte, with its signature.
    private static func evidence(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE evidence (
            id \(dialect.textType) PRIMARY KEY,
            delivery \(dialect.textType) NOT NULL REFERENCES delivery (id),
            at BIGINT NOT NULL,
            sealed \(dialect.blobType) NOT NULL
        )
        """
    }

    private static func escalation(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE escalation (
            id \(dialect.textType) PRIMARY KEY,
            delivery \(dialect.textType) NOT NULL REFERENCES delivery (id),
            at BIGINT NOT NULL,
            clock \(dialect.textType) NOT NULL CHECK (clock IN (\(OutboxSchema.words(Clock.self)))),
            stage BIGINT NOT NULL CHECK (stage >= 0),
            due_at BIGINT NOT NULL
        )
        """
    }

    /// A message to somebody; `due_at` is empty once it was sent or given up.
    private static func notice(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE notice (
            id \(dialect.textType) PRIMARY KEY,
            escalation \(dialect.textType) NOT NULL REFERENCES escalation (id),
            recipient \(dialect.textType) NOT NULL,
            due_at BIGINT,
            attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            sent_at BIGINT,
            UNIQUE (escalation, recipient)
        )
        """
    }

    private static func reroute(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE reroute (
            delivery \(dialect.textType) PRIMARY KEY REFERENCES delivery (id),
            asked_at BIGINT NOT NULL,
            state \(dialect.textType) NOT NULL CHECK (state IN ('wanted', 'made', 'by-hand')),
            other \(dialect.textType) REFERENCES delivery (id),
            CHECK ((state = 'made') = (other IS NOT NULL))
        )
        """
    }

    private static func withdrawal(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE withdrawal (
            id \(dialect.textType) PRIMARY KEY,
            referral_id \(dialect.textType) NOT NULL,
            referral_version BIGINT NOT NULL,
            at BIGINT NOT NULL,
            asked_by \(dialect.textType) NOT NULL,
            sealed \(dialect.blobType) NOT NULL,
            FOREIGN KEY (referral_id, referral_version) REFERENCES referral (id, version)
        )
        """
    }

    /// How far a partner's list of answers was read.
    private static func feed(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE feed (
            partner \(dialect.textType) PRIMARY KEY,
            place \(dialect.textType) NOT NULL,
            at BIGINT NOT NULL
        )
        """
    }

    private static let indexes = [
        "CREATE INDEX delivery_overdue ON delivery (overdue_at, partner) WHERE overdue_at IS NOT NULL",
        "CREATE INDEX delivery_rings ON delivery (rings_at) WHERE rings_at IS NOT NULL",
        "CREATE INDEX delivery_awaited ON delivery (partner, queued_at) WHERE state = 'acknowledged'",
        "DROP INDEX delivery_unanswered",
        "CREATE INDEX delivery_unanswered ON delivery (partner, queued_at) WHERE state = 'delivered'",
        "CREATE INDEX withdrawal_of_referral ON withdrawal (referral_id)",
        "CREATE INDEX evidence_of_delivery ON evidence (delivery)",
        "CREATE INDEX escalation_of_delivery ON escalation (delivery)",
        "CREATE INDEX notice_due ON notice (due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX reroute_wanted ON reroute (asked_at) WHERE state = 'wanted'",
        "CREATE INDEX reroute_other ON reroute (other) WHERE other IS NOT NULL",
    ]

    /// What was stored before has no clock yet: whoever keeps the clocks starts it.
    private static let startClocks = """
        UPDATE delivery SET rings_at = 0
        WHERE state IN ('queued', 'sending', 'uncertain', 'delivered', 'acknowledged', 'parked')
        """
}
