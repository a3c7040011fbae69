package import Database

extension SQLiteDatabase {
    package func migrate(_ migrations: [Migration]) async throws {
        let ordered = migrations.sorted { first, second in first.number < second.number }
        try await write { connection in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    number INTEGER PRIMARY KEY CHECK (number > 0),
                    name TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                )
                """
            )
            try Self.checkKnown(Set(ordered.map(\.number)), on: connection)
        }
        for migration in ordered {
            try await write { connection in try Self.apply(migration, on: connection) }
        }
    }

    /// Refuses a store whose schema this program does not know.
    private static func checkKnown(
        _ numbers: Set<Int>,
        on connection: any SQLConnection
    ) throws {
        for row in try connection.rows("SELECT number FROM schema_migration ORDER BY number") {
            let number = Int(try row.integer("number"))
            guard numbers.contains(number) else {
                throw DatabaseError.cannotOpen(
                    "The store was made by a newer version of this program: its schema step "
                        + "\(number) is unknown here. Install that version, or restore a backup "
                        + "made with this one."
                )
            }
        }
    }

    private static func apply(_ migration: Migration, on connection: any SQLConnection) throws {
        let applied = try connection.rows(
            "SELECT name FROM schema_migration WHERE number = $1",
            [.integer(migration.number)]
        )
        if let row = applied.first {
            guard try row.text("name") == migration.name else {
                throw DatabaseError.statement("two migrations have the number \(migration.number)")
            }
            return
        }
        for statement in migration.statements(connection.dialect) {
            try connection.execute(statement)
        }
        try connection.execute(
            """
            INSERT INTO schema_migration (number, name, applied_at)
            VALUES ($1, $2, unixepoch() * 1000)
            """,
            [.integer(migration.number), .text(migration.name)]
        )
    }
}
