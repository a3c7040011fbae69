import Database

extension PostgresDatabase {
    /// Transactions older than this keep the server from clearing away what queues leave behind.
    private static let snapshotSecondsMax = 60
    private static let deadRowsMax = 100_000

    package func keepUp() async throws -> [String] {
        let now = SQLDialect.postgres.milliseconds
        try await write { connection in
            // Sessions end without saying goodbye, and are not used again after an hour.
            _ = try connection.execute(
                "DELETE FROM commit_token WHERE since < \(now) - 86400000"
            )
        }
        return try await read { connection in
            var complaints: [String] = []
            let dead = try connection.rows(
                """
                SELECT relname, n_dead_tup FROM pg_stat_user_tables
                WHERE schemaname = current_schema() AND n_dead_tup > $1 ORDER BY relname
                """,
                [.integer(Self.deadRowsMax)]
            )
            for row in dead {
                complaints.append(
                    "table \(try row.text("relname")) holds more than \(Self.deadRowsMax) dead rows: "
                        + "see that autovacuum runs and that no transaction stays open"
                )
            }
            let oldest = try connection.rows(
                """
                SELECT pid, usename, CAST(extract(epoch FROM clock_timestamp() - xact_start) AS BIGINT)
                    AS seconds
                FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
                ORDER BY xact_start NULLS LAST LIMIT 1
                """
            )
            if let row = oldest.first,
                let seconds = try row.optionalInteger("seconds"), seconds > Self.snapshotSecondsMax
            {
                let user = try row.optionalText("usename") ?? "somebody"
                complaints.append(
                    "a transaction of \(user) (server process \(try row.integer("pid"))) has been open for "
                        + "more than \(Self.snapshotSecondsMax) seconds and keeps dead rows: end it, and "
                        + "read long reports from a standby"
                )
            }
            return complaints
        }
    }
}
