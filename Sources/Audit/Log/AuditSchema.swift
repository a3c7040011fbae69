package import Database

/// The tables of the log.
package enum AuditSchema {
    /// The steps of the log's schema, numbered in one order with all others.
    ///
    /// Programs that write no entries must not go on beside one that does.
    package static let migrations = [
        Migration(11, "audit log") { dialect in
            [entry(dialect), tile(dialect), head(dialect), checkpoint(dialect)] + indexes
                + guards(dialect)
        },
        // Programs that change a delivery's clock without an entry must not go on beside one that does.
        Migration(17, "the order in which entries were written") { dialect in
            writingOrder(dialect)
        },
    ]

    /// The entries.
    ///
    /// `consulted_by` is who opened a child's details, and empty in all other entries; `position` is
    /// the entry's place in the log: at once where one transaction writes at a time,
    /// otherwise soon after, when whoever has the duty puts the new entries in order.
    private static func entry(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE audit_entry (
            id \(dialect.textType) PRIMARY KEY,
            at BIGINT NOT NULL,
            child \(dialect.textType),
            consulted_by \(dialect.textType),
            entry \(dialect.textType) NOT NULL,
            sealed \(dialect.blobType),
            position BIGINT UNIQUE CHECK (position >= 0)
        )
        """
    }

    /// `written` counts the entries where several transactions write at a time, as they are written; on
    /// SQLite `position` says it at once.
    private static func writingOrder(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE audit_entry ADD COLUMN written BIGINT",
            "DROP INDEX audit_entry_unplaced",
            """
            CREATE INDEX audit_entry_unplaced ON audit_entry (\(AuditLog.order))
            WHERE position IS NULL
            """,
        ] + counted(dialect)
    }

    private static func counted(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite: []
        case .postgres:
            [
                "CREATE SEQUENCE audit_entry_written OWNED BY audit_entry.written",
                """
                ALTER TABLE audit_entry ALTER COLUMN written
                    SET DEFAULT nextval('audit_entry_written')
                """,
                """
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'referral_sync') THEN
                        GRANT USAGE ON SEQUENCE audit_entry_written TO referral_sync;
                    END IF;
                END $$
                """,
            ]
        }
    }

    /// Up to 256 hashes of 32 bytes each (C2SP tlog-tiles).
    private static func tile(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE audit_tile (
            level BIGINT NOT NULL CHECK (level >= 0),
            tile BIGINT NOT NULL CHECK (tile >= 0),
            hashes \(dialect.blobType) NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
            PRIMARY KEY (level, tile)
        )
        """
    }

    /// How far the tree has grown: the roots of its perfect subtrees, and the newest checkpoint.
    private static func head(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE audit_head (
            one BIGINT PRIMARY KEY CHECK (one = 1),
            size BIGINT NOT NULL CHECK (size >= 0),
            nodes \(dialect.blobType) NOT NULL,
            at BIGINT NOT NULL,
            note \(dialect.textType) NOT NULL
        )
        """
    }

    /// The last checkpoint of every minute in which something was logged.
    private static func checkpoint(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE audit_checkpoint (
            minute BIGINT PRIMARY KEY,
            size BIGINT NOT NULL,
            note \(dialect.textType) NOT NULL
        )
        """
    }

    private static let indexes = [
        "CREATE INDEX audit_entry_unplaced ON audit_entry (at, id) WHERE position IS NULL",
        "CREATE INDEX audit_entry_of_child ON audit_entry (child, at) WHERE child IS NOT NULL",
        """
        CREATE INDEX audit_entry_consulted ON audit_entry (consulted_by, at)
        WHERE consulted_by IS NOT NULL
        """,
    ]

    /// Nobody changes or takes away what was written, not by mistake either; who means to is found by
    /// the tree.
    private static func guards(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite:
            [
                """
                CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit_entry
                WHEN OLD.position IS NOT NULL OR NEW.entry <> OLD.entry BEGIN
                    SELECT RAISE(ABORT, 'the audit log is append-only');
                END
                """,
                """
                CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_entry BEGIN
                    SELECT RAISE(ABORT, 'the audit log is append-only');
                END
                """,
            ]
        case .postgres:
            [
                """
                CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the audit log is append-only';
                END $$
                """,
                """
                CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit_entry FOR EACH ROW
                WHEN (OLD.position IS NOT NULL OR NEW.entry <> OLD.entry)
                EXECUTE FUNCTION refuse_change_of_audit()
                """,
                """
                CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_entry
                FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit()
                """,
                """
                ALTER TABLE audit_entry SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,
                    autovacuum_vacuum_cost_delay = 0)
                """,
            ]
        }
    }
}
