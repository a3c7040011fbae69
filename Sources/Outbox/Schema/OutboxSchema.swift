import Database

/// The outbox's tables, for both databases.
enum OutboxSchema {
    static let migrations = [
        Migration(2, "referrals and deliveries") { dialect in
            [referral(dialect), leftOut(dialect), delivery(dialect), deliveryBody(dialect)]
                + deliveryIndexes
        },
        Migration(3, "attempts, answers and resends") { dialect in
            [attempt(dialect), answer(dialect), resend(dialect), resendIndex]
        },
        Migration(4, "queue counts and append-only answers") { dialect in
            [deliveryCount(dialect)] + triggers(dialect)
        },
        Migration(5, "held lanes and horizons") { dialect in [laneHold(dialect), horizonIndex] },
        Migration(6, "many processes", .expansion) { dialect in
            [worker(dialect), duty(dialect), storeMark(dialect)]
                + postgresUpkeep(dialect)
        },
        // 7 is the vault's.
        Migration(8, "one index for what is due", .expansion) { _ in
            ["DROP INDEX delivery_by_due"]
        },
        Migration(9, "clocks, withdrawals and evidence", .expansion) { dialect in
            ClockSchema.statements(dialect)
        },
        // 10 is the vault's, 11 the audit log's.
        Migration(12, "who has which keys", .expansion) { dialect in
            ["ALTER TABLE worker ADD COLUMN keys \(dialect.textType)"]
        },
        Migration(14, "retention, erasure, search and tokens") { dialect in
            ProtectionSchema.statements(dialect)
        },
        Migration(15, "why nobody was found to pass on to", .expansion) { dialect in
            [
                """
                ALTER TABLE reroute ADD COLUMN obstacle \(dialect.textType)
                    CHECK (obstacle IN (\(words(RerouteObstacle.self))))
                """
            ]
        },
        Migration(16, "words that are cheap to check", .expansion) { dialect in
            [
                ("delivery", "state", words(DeliveryState.self)),
                ("delivery", "park_reason", words(ParkReason.self)),
                ("delivery", "message", words(DeliveryMessage.self)),
                ("attempt", "outcome", words(AttemptOutcome.self)),
                ("answer", "kind", words(AnswerKind.self)),
                ("answer", "path", words(AnswerPath.self)),
            ].flatMap { table, column, words in
                WordCheck(table: table, column: column).askForEach(of: words, dialect)
            }
        },
        // 17 is the audit log's.
        Migration(18, "from when on somebody is told", .expansion) { _ in
            ["ALTER TABLE notice ADD COLUMN not_before BIGINT"]
        },
    ]

    /// The words of an enumeration as a `CHECK` list.
    static func words<Word: CaseIterable & RawRepresentable>(
        _: Word.Type
    ) -> String where Word.RawValue == String {
        words(Array(Word.allCases))
    }

    /// Some words of an enumeration as a list.
    static func words<Word: RawRepresentable>(
        _ words: [Word]
    ) -> String where Word.RawValue == String {
        words.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    static let firstParkReasons = """
        'refused-by-partner', 'rejected-by-partner', 'key-reused', 'horizon-reached', \
        'uncertain-at-horizon', 'uncertain', 'not-projected', 'unreadable'
        """

    static let firstAnswerPaths = "'receipt', 'poll'"

    /// Coarse columns for reports survive erasure; everything finer is in `sealed`.
    private static func referral(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE referral (
            id \(dialect.textType) NOT NULL,
            version BIGINT NOT NULL CHECK (version >= 1),
            source_reference \(dialect.textType) NOT NULL,
            data_key \(dialect.textType) NOT NULL REFERENCES child_key (id),
            urgency \(dialect.textType) NOT NULL CHECK (urgency IN ('immediate', 'same-day', 'standard')),
            submitted_at BIGINT NOT NULL,
            unrouted BIGINT NOT NULL CHECK (unrouted IN (0, 1)),
            cohort \(dialect.textType) NOT NULL,
            age_band \(dialect.textType) NOT NULL,
            area \(dialect.textType),
            month \(dialect.textType) NOT NULL,
            sealed \(dialect.blobType) NOT NULL,
            PRIMARY KEY (id, version),
            UNIQUE (source_reference, version)
        )
        """
    }

    private static func leftOut(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE left_out (
            referral_id \(dialect.textType) NOT NULL,
            referral_version BIGINT NOT NULL,
            partner \(dialect.textType) NOT NULL,
            reason \(dialect.textType) NOT NULL,
            PRIMARY KEY (referral_id, referral_version, partner),
            FOREIGN KEY (referral_id, referral_version) REFERENCES referral (id, version)
        )
        """
    }

    private static func delivery(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE delivery (
            id \(dialect.textType) PRIMARY KEY,
            referral_id \(dialect.textType) NOT NULL,
            referral_version BIGINT NOT NULL,
            partner \(dialect.textType) NOT NULL,
            contract \(dialect.textType) NOT NULL,
            data_key \(dialect.textType) NOT NULL REFERENCES child_key (id),
            idempotency_key \(dialect.textType) NOT NULL UNIQUE,
            state \(dialect.textType) NOT NULL CHECK (state IN (\(words(DeliveryState.self)))),
            park_reason \(dialect.textType) CHECK (park_reason IN (\(firstParkReasons))),
            urgency BIGINT NOT NULL CHECK (urgency BETWEEN 0 AND 2),
            queued_at BIGINT NOT NULL,
            due_at BIGINT,
            horizon_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            lease_epoch BIGINT NOT NULL DEFAULT 0 CHECK (lease_epoch >= 0),
            lease_owner \(dialect.textType),
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
            delivery \(dialect.textType) PRIMARY KEY REFERENCES delivery (id),
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
            delivery \(dialect.textType) NOT NULL REFERENCES delivery (id),
            epoch BIGINT NOT NULL CHECK (epoch >= 1),
            worker \(dialect.textType) NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT,
            outcome \(dialect.textType) CHECK (outcome IN (\(words(AttemptOutcome.self)))),
            phase \(dialect.textType),
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
            id \(dialect.textType) PRIMARY KEY,
            delivery \(dialect.textType) NOT NULL REFERENCES delivery (id),
            received_at BIGINT NOT NULL,
            kind \(dialect.textType) NOT NULL CHECK (kind IN (\(words(AnswerKind.self)))),
            decision \(dialect.textType),
            path \(dialect.textType) NOT NULL CHECK (path IN (\(firstAnswerPaths))),
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
            id \(dialect.textType) PRIMARY KEY,
            delivery \(dialect.textType) NOT NULL REFERENCES delivery (id),
            at BIGINT NOT NULL,
            asked_by \(dialect.textType) NOT NULL,
            sealed \(dialect.blobType) NOT NULL
        )
        """
    }

    /// The reason is about the partner, never about a child.
    private static func laneHold(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE lane_hold (
            partner \(dialect.textType) PRIMARY KEY,
            since BIGINT NOT NULL,
            held_by \(dialect.textType) NOT NULL,
            reason \(dialect.textType) NOT NULL
        )
        """
    }

    private static let horizonIndex = """
        CREATE INDEX delivery_horizon ON delivery (horizon_at)
        WHERE state IN ('queued', 'uncertain')
        """

    private static let resendIndex = "CREATE INDEX resend_of_delivery ON resend (delivery)"

    private static func deliveryCount(_ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite:
            """
            CREATE TABLE delivery_count (
                partner TEXT NOT NULL,
                state TEXT NOT NULL,
                deliveries BIGINT NOT NULL CHECK (deliveries >= 0),
                PRIMARY KEY (partner, state)
            )
            """
        case .postgres:
            // Each row is a change, and upkeep adds them up: one row for each partner and state would
            // make all transactions wait for one another.
            """
            CREATE TABLE delivery_count (
                partner \(dialect.textType) NOT NULL,
                state \(dialect.textType) NOT NULL,
                deliveries BIGINT NOT NULL
            )
            """
        }
    }

    private static func worker(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE worker (
            id \(dialect.textType) PRIMARY KEY,
            host \(dialect.textType) NOT NULL,
            version \(dialect.textType) NOT NULL,
            since BIGINT NOT NULL,
            ends_at BIGINT NOT NULL
        )
        """
    }

    /// Who performs what must be performed once; the note is about the duty, never about a child.
    private static func duty(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE duty (
            name \(dialect.textType) PRIMARY KEY,
            holder \(dialect.textType) NOT NULL,
            term BIGINT NOT NULL CHECK (term >= 1),
            ends_at BIGINT NOT NULL,
            note \(dialect.textType)
        )
        """
    }

    /// Why the store may not be worked on, if so.
    private static func storeMark(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE store_mark (
            one BIGINT PRIMARY KEY CHECK (one = 1),
            kind \(dialect.textType) NOT NULL CHECK (kind IN ('moved', 'filling')),
            place \(dialect.textType) NOT NULL,
            at BIGINT NOT NULL
        )
        """
    }

    /// Rows that are often changed leave room in their pages, and what they leave behind is cleared
    /// away soon; the workers' role may delete what is not a record of anything.
    private static func postgresUpkeep(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite: []
        case .postgres:
            [
                """
                ALTER TABLE delivery SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0,
                    autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)
                """,
                """
                ALTER TABLE attempt SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,
                    autovacuum_vacuum_cost_delay = 0)
                """,
                """
                ALTER TABLE delivery_count SET (autovacuum_vacuum_scale_factor = 0,
                    autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0)
                """,
                """
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'referral_sync') THEN
                        GRANT DELETE ON lane_hold, delivery_count, worker, commit_token, store_mark
                        TO referral_sync;
                    END IF;
                END $$
                """,
            ]
        }
    }

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
        case .postgres:
            return [
                """
                CREATE FUNCTION count_added_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO delivery_count (partner, state, deliveries)
                    SELECT partner, state, count(*) FROM added GROUP BY partner, state;
                    RETURN NULL;
                END $$
                """,
                """
                CREATE TRIGGER delivery_added AFTER INSERT ON delivery
                REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION count_added_deliveries()
                """,
                """
                CREATE FUNCTION count_moved_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO delivery_count (partner, state, deliveries)
                    SELECT partner, state, sum(change) FROM (
                        SELECT partner, state, 1 AS change FROM after
                        UNION ALL SELECT partner, state, -1 FROM before) AS changes
                    GROUP BY partner, state HAVING sum(change) <> 0;
                    RETURN NULL;
                END $$
                """,
                """
                CREATE TRIGGER delivery_moved AFTER UPDATE ON delivery
                REFERENCING OLD TABLE AS before NEW TABLE AS after
                FOR EACH STATEMENT EXECUTE FUNCTION count_moved_deliveries()
                """,
                """
                CREATE FUNCTION refuse_change_of_answer() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'answers are append-only';
                END $$
                """,
                """
                CREATE TRIGGER answer_is_append_only BEFORE UPDATE ON answer
                FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answer()
                """,
            ]
        }
    }
}
