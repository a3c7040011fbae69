import Database

/// How long children's data is kept, what keeps it longer, what was erased, and who may ask for it.
enum ProtectionSchema {
    static func statements(_ dialect: SQLDialect) -> [String] {
        WordCheck(table: "delivery", column: "message").widen(
            from: ClockSchema.firstMessages,
            to: OutboxSchema.words(DeliveryMessage.self),
            dialect
        ) + [
            "DROP INDEX delivery_live", liveIndex, childRecord(dialect), legalHold(dialect),
            erasure(dialect), searchEntry(dialect), token(dialect),
        ] + indexes + [startRetention] + grants(dialect)
    }

    /// One live delivery of each message for a version and a partner.
    private static let liveIndex = """
        CREATE UNIQUE INDEX delivery_live ON delivery (referral_id, referral_version, partner, message)
        WHERE state NOT IN ('withdrawn', 'superseded')
        """

    private static func childRecord(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE child_record (
            child \(dialect.textType) PRIMARY KEY REFERENCES child_key (id),
            class \(dialect.textType) NOT NULL
                CHECK (class IN (\(OutboxSchema.words(RetentionClass.self)))),
            review_at BIGINT NOT NULL
        )
        """
    }

    private static func legalHold(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE legal_hold (
            id \(dialect.textType) PRIMARY KEY,
            child \(dialect.textType) NOT NULL REFERENCES child_key (id),
            since BIGINT NOT NULL,
            held_by \(dialect.textType) NOT NULL,
            sealed \(dialect.blobType) NOT NULL,
            released_at BIGINT
        )
        """
    }

    /// The certificate names what was destroyed; it holds nothing of the child.
    private static func erasure(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE erasure (
            child \(dialect.textType) PRIMARY KEY REFERENCES child_key (id),
            at BIGINT NOT NULL,
            certificate \(dialect.textType) NOT NULL
        )
        """
    }

    /// Keyed digests by which a child is found without the store knowing the words.
    private static func searchEntry(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE search_entry (
            token \(dialect.blobType) NOT NULL,
            child \(dialect.textType) NOT NULL REFERENCES child_key (id),
            PRIMARY KEY (token, child)
        )
        """
    }

    private static func token(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE api_token (
            id \(dialect.textType) PRIMARY KEY,
            name \(dialect.textType) NOT NULL,
            digest \(dialect.blobType) NOT NULL UNIQUE,
            roles \(dialect.textType) NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            revoked_at BIGINT
        )
        """
    }

    private static let indexes = [
        "CREATE INDEX child_record_due ON child_record (review_at)",
        "CREATE INDEX legal_hold_open ON legal_hold (child) WHERE released_at IS NULL",
        "CREATE INDEX search_entry_of_child ON search_entry (child)",
        "CREATE INDEX referral_of_child ON referral (data_key)",
    ]

    /// What was stored before is reviewed after ten years, as everything that protects the public.
    private static let startRetention = """
        INSERT INTO child_record (child, class, review_at)
        SELECT id, '\(RetentionClass.publicProtection.rawValue)', created_at + 315576000000
        FROM child_key
        """

    private static func grants(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite: []
        case .postgres:
            [
                """
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'referral_sync') THEN
                        GRANT DELETE ON delivery_body, evidence, search_entry TO referral_sync;
                        REVOKE UPDATE ON audit_entry, erasure FROM referral_sync;
                        GRANT UPDATE (position) ON audit_entry TO referral_sync;
                    END IF;
                END $$
                """
            ]
        }
    }
}
