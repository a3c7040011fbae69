import Database

/// The outbox's tables, for both databases.
enum OutboxSchema {
    static let migrations = [
        Migration(2, "referrals and deliveries") { dialect in
            [referral(dialect), leftOut, delivery, deliveryBody(dialect)] + deliveryIndexes
        },
        Migration(3, "attempts, answers and resends") { dialect in
            [attempt(dialect), answer(dialect), resend(dialect), resendIndex]
        },
        Migration(4, "queue counts and append-only answers") { dialect in
            [deliveryCount] + triggers(dialect)
        },
        Migration(5, "held lanes and horizons") { _ in [laneHold, horizonIndex] },
    ]

    /// The words of an enumeration as a `CHECK` list.
    private static func words<Word: CaseIterable & RawRepresentable>(
        _: Word.Type
    ) -> String where Word.RawValue == String {
        Word.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    /// Coarse columns for reports survive erasure; everything finer is in `sealed`.
    private static func referral(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE referral (
            id TEXT NOT NULL,
            version BIGINT NOT NULL CHECK (version >= 1),
            source_reference TEXT NOT NULL,
            data_key TEXT NOT NULL REFERENCES child_key (id),
            urgency TEXT NOT NULL CHECK (urgency IN ('immediate', 'same-day', 'standard')),
            submitted_at BIGINT NOT NULL,
            unrouted BIGINT NOT NULL CHECK (unrouted IN (0, 1)),
            cohort TEXT NOT NULL,
            age_band TEXT NOT NULL,
            area TEXT,
            month TEXT NOT NULL,
            sealed \(dialect.blobType) NOT NULL,
            PRIMARY KEY (id, version),
            UNIQUE (source_reference, version)
        )
        """
    }

    private static let leftOut = """
        CREATE TABLE left_out (
            referral_id TEXT NOT NULL,
            referral_version BIGINT NOT NULL,
            partner TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (referral_id, referral_version, partner),
            FOREIGN KEY (referral_id, referral_version) REFERENCES referral (id, version)
        )
        """

    private static var delivery: String {
        """
        CREATE TABLE delivery (
            id TEXT PRIMARY KEY,
            referral_id TEXT NOT NULL,
            referral_version BIGINT NOT NULL,
            partner TEXT NOT NULL,
            contract TEXT NOT NULL,
            data_key TEXT NOT NULL REFERENCES child_key (id),
            idempotency_key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN (\(words(DeliveryState.self)))),
            park_reason TEXT CHECK (park_reason IN (\(words(ParkReason.self)))),
            urgency BIGINT NOT NULL CHECK (urgency BETWEEN 0 AND 2),
            queued_at BIGINT NOT NULL,
            due_at BIGINT,
            horizon_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            lease_epoch BIGINT NOT NULL DEFAULT 0 CHECK (lease_epoch >= 0),
            lease_owner TEXT,
            lease_ends_at BIGINT,
            answer_due_at BIGINT,
            poll_at BIGINT,
            FOREIGN KEY (referral_id, referral_version) REFERENCES referral (id, version),
            CHECK ((state = 'parked') = (park_reason IS NOT NULL)),
            CHECK ((state IN ('queued', 'uncertain')) = (due_at IS NOT NULL)),
            CHECK ((state = 'sending') = (lease_owner IS NOT NULL)),
            CHECK ((state = 'sending') = (lease_ends_at IS NOT NULL))
        )
        """
    }

    private static func deliveryBody(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE delivery_body (
            delivery TEXT PRIMARY KEY REFERENCES delivery (id),
            sealed \(dialect.blobType) NOT NULL
        )
        """
    }

    /// Partial indexes hold only live rows, so finished deliveries cost the queue nothing.
    private static let deliveryIndexes = [
        """
        CREATE UNIQUE INDEX delivery_live ON delivery (referral_id, referral_version, partner)
        WHERE state NOT IN ('withdrawn', 'superseded')
        """,
        """
        CREATE INDEX delivery_by_urgency ON delivery (partner, urgency, due_at)
        WHERE state IN ('queued', 'uncertain')
        """,
        """
        CREATE INDEX delivery_by_due ON delivery (partner, due_at)
        WHERE state IN ('queued', 'uncertain')
        """,
        "CREATE INDEX delivery_leased ON delivery (lease_ends_at) WHERE state = 'sending'",
        "CREATE INDEX delivery_parked ON delivery (partner, park_reason) WHERE state = 'parked'",
        "CREATE INDEX delivery_polled ON delivery (partner, poll_at) WHERE poll_at IS NOT NULL",
        """
        CREATE INDEX delivery_unanswered ON delivery (partner, answer_due_at)
        WHERE state = 'delivered'
        """,
        "CREATE INDEX delivery_of_referral ON delivery (referral_id)",
        "CREATE INDEX referral_unrouted ON referral (submitted_at) WHERE unrouted = 1",
    ]

    private static func attempt(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE attempt (
            delivery TEXT NOT NULL REFERENCES delivery (id),
            epoch BIGINT NOT NULL CHECK (epoch >= 1),
            worker TEXT NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT,
            outcome TEXT CHECK (outcome IN (\(words(AttemptOutcome.self)))),
            phase TEXT,
            code BIGINT,
            status BIGINT,
            late BIGINT NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
            next_at BIGINT,
            sealed \(dialect.blobType),
            PRIMARY KEY (delivery, epoch),
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        )
        """
    }

    private static func answer(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE answer (
            id TEXT PRIMARY KEY,
            delivery TEXT NOT NULL REFERENCES delivery (id),
            received_at BIGINT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN (\(words(AnswerKind.self)))),
            decision TEXT,
            path TEXT NOT NULL CHECK (path IN (\(words(AnswerPath.self)))),
            mac \(dialect.blobType) NOT NULL,
            sealed \(dialect.blobType) NOT NULL,
            UNIQUE (delivery, mac),
            CHECK ((kind = 'decision') = (decision IS NOT NULL))
        )
        """
    }

    private static func resend(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE resend (
            id TEXT PRIMARY KEY,
            delivery TEXT NOT NULL REFERENCES delivery (id),
            at BIGINT NOT NULL,
            asked_by TEXT NOT NULL,
            sealed \(dialect.blobType) NOT NULL
        )
        """
    }

    /// The reason is about the partner, never about a child.
    private static let laneHold = """
        CREATE TABLE lane_hold (
            partner TEXT PRIMARY KEY,
            since BIGINT NOT NULL,
            held_by TEXT NOT NULL,
            reason TEXT NOT NULL
        )
        """

    private static let horizonIndex = """
        CREATE INDEX delivery_horizon ON delivery (horizon_at)
        WHERE state IN ('queued', 'uncertain')
        """

    private static let resendIndex = "CREATE INDEX resend_of_delivery ON resend (delivery)"

    private static let deliveryCount = """
        CREATE TABLE delivery_count (
            partner TEXT NOT NULL,
            state TEXT NOT NULL,
            deliveries BIGINT NOT NULL CHECK (deliveries >= 0),
            PRIMARY KEY (partner, state)
        )
        """

    /// Counting in the database keeps the counts true whatever statement moves a delivery.
    private static func triggers(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite:
            let add = """
                INSERT INTO delivery_count (partner, state, deliveries)
                VALUES (NEW.partner, NEW.state, 1)
                ON CONFLICT (partner, state) DO UPDATE SET deliveries = deliveries + 1;
                """
            return [
                "CREATE TRIGGER delivery_added AFTER INSERT ON delivery BEGIN \(add) END",
                """
                CREATE TRIGGER delivery_moved AFTER UPDATE OF state ON delivery
                WHEN OLD.state <> NEW.state BEGIN
                    UPDATE delivery_count SET deliveries = deliveries - 1
                    WHERE partner = OLD.partner AND state = OLD.state;
                    \(add)
                END
                """,
                """
                CREATE TRIGGER answer_is_append_only BEFORE UPDATE ON answer BEGIN
                    SELECT RAISE(ABORT, 'answers are append-only');
                END
                """,
            ]
        }
    }
}
