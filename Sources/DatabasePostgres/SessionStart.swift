import Database

/// What a session must find and agree on before it is used.
enum SessionStart {
    /// The table of the numbers of transactions, by which the outcome of a commit is found out.
    static let schema = """
        CREATE TABLE IF NOT EXISTS commit_token (
            session TEXT COLLATE "C" PRIMARY KEY,
            number BIGINT NOT NULL,
            since BIGINT NOT NULL
        ) WITH (fillfactor = 50)
        """

    /// Checks that the server keeps what it confirms.
    static func checkDurability(
        of session: PostgresSession,
        _ settings: PostgresSettings
    ) throws(DatabaseError) {
        let query = """
            SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync,
                current_setting('full_page_writes') AS pages,
                current_setting('synchronous_standby_names') AS standbys,
                current_setting('server_encoding') AS encoding,
                pg_is_in_recovery() AS is_standby, current_setting('server_version_num') AS version
            """
        guard let row = try session.ask(query, with: settings).first else {
            throw .unavailable("the server does not tell its settings")
        }
        let commit = try row.text("commit")
        var weak: [String] = []
        if commit != "on", commit != "remote_apply" {
            weak.append("synchronous_commit is \(commit), expected on")
        }
        if try row.text("fsync") != "on" { weak.append("fsync is off, expected on") }
        if try row.text("pages") != "on" { weak.append("full_page_writes is off, expected on") }
        if settings.needsStandby, try row.text("standbys").isEmpty {
            weak.append(
                "synchronous_standby_names is empty, and the settings ask for a standby "
                    + "(postgresql.standby)"
            )
        }
        if try row.text("encoding") != "UTF8" {
            weak.append("the database's encoding is \(try row.text("encoding")), expected UTF8")
        }
        if try row.integer("is_standby") == 1 { weak.append("the server is a standby") }
        if (Int(try row.text("version")) ?? 0) < 150_000 {
            weak.append("the server is older than PostgreSQL 15")
        }
        guard weak.isEmpty else {
            throw .cannotOpen(
                "The database server may lose what it confirmed: \(weak.joined(separator: "; ")). "
                    + "Set it so for the role and the database, and start again."
            )
        }
    }

    /// Limits that keep one process from holding up the others.
    static func setLimits(
        of session: PostgresSession,
        _ settings: PostgresSettings
    ) throws(DatabaseError) {
        let limit = settings.statementLimit.milliseconds
        _ = try session.ask(
            """
            SELECT set_config('statement_timeout', '\(limit)', false),
                set_config('lock_timeout', '\(min(limit, 10_000))', false),
                set_config('idle_in_transaction_session_timeout', '\(limit)', false),
                set_config('default_transaction_isolation', 'read committed', false)
            """,
            with: settings
        )
    }
}

extension PostgresSession {
    /// Asks one question outside any transaction of ours.
    func ask(
        _ query: String,
        _ arguments: [SQLValue] = [],
        with settings: PostgresSettings
    ) throws(DatabaseError) -> [SQLRow] {
        let found: PostgresResult?
        do throws(PostgresFailure) {
            let results = try exchange(
                [Statement(query, arguments)],
                within: settings.statementLimit
            )
            found = results.first
        } catch {
            switch error {
            case .lost(let words): throw .unavailable(words)
            case .refused(let error): throw error.asDatabaseError
            }
        }
        return try found?.rows() ?? []
    }
}
