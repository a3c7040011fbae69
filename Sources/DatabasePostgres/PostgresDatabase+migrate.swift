package import Database

extension PostgresDatabase {
    package func migrate(_ migrations: [Migration]) async throws {
        let ordered = migrations.sorted { first, second in first.number < second.number }
        // Looked at first: a role that may not change the schema can use one that is up to date.
        let missing = try await read { connection in
            guard try SchemaLedger.isThere(on: connection) else { return ordered }
            try SchemaLedger.checkKnown(ordered, on: connection)
            return try SchemaLedger.missing(of: ordered, on: connection)
        }
        guard !missing.isEmpty else { return }
        try await change { connection in
            try SchemaLedger.make(on: connection)
        }
        for migration in ordered {
            try await change { connection in
                guard try SchemaLedger.missing(of: [migration], on: connection).count == 1 else {
                    return
                }
                try Self.checkOlderPrograms(before: migration, on: connection)
                try SchemaLedger.apply(migration, on: connection)
            }
        }
    }

    /// Changes the schema while nobody else does.
    private func change(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws {
        try await write { connection in
            _ = try connection.rows(
                "SELECT pg_advisory_xact_lock(\(Self.schemaLock)) IS NULL AS held"
            )
            try operation(connection)
        }
    }

    /// Refuses to take away what a running program of an older version still uses.
    private static func checkOlderPrograms(
        before migration: Migration,
        on connection: any SQLConnection
    ) throws {
        guard migration.kind == .contraction else { return }
        let older = try connection.rows(
            """
            SELECT min(pid) AS process FROM pg_locks
            WHERE locktype = 'advisory' AND classid = CAST(CAST(\(programLocks) AS BIGINT) & 4294967295 AS OID)
            AND objid < $1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            [.integer(migration.number)]
        )
        guard let process = try older.first?.optionalInteger("process") else { return }
        throw DatabaseError.cannotOpen(
            "A program of an older version is at work on the store (the server's process "
                + "\(process)). Stop every one of them, then start this version again: its schema "
                + "step \(migration.number), \(migration.name), takes away what they use."
        )
    }
}
