/// The list of applied migrations, which the store itself keeps.
package enum SchemaLedger {
    /// The ledger's table.
    package static let table = "schema_migration"

    /// Whether there is a ledger.
    package static func isThere(on connection: any SQLConnection) throws -> Bool {
        switch connection.dialect {
        case .sqlite:
            try !connection.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'"
            ).isEmpty
        case .postgres:
            try connection.rows("SELECT to_regclass('\(table)') IS NOT NULL AS found")
                .first?.integer("found") == 1
        }
    }

    /// Makes the ledger, if it is not there.
    package static func make(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                number BIGINT PRIMARY KEY CHECK (number > 0),
                name TEXT NOT NULL,
                applied_at BIGINT NOT NULL
            )
            """
        )
        // Apart, so that a ledger from before there were expansions needs no change.
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_expansion (
                number BIGINT PRIMARY KEY REFERENCES schema_migration (number)
            )
            """
        )
    }

    /// Refuses a store whose schema this program does not know, and could not work with.
    package static func checkKnown(
        _ migrations: [Migration],
        on connection: any SQLConnection
    ) throws {
        let known = Set(migrations.map(\.number))
        let applied = try connection.rows(
            """
            SELECT schema_migration.number AS number, schema_expansion.number AS expansion
            FROM schema_migration
            LEFT JOIN schema_expansion ON schema_expansion.number = schema_migration.number
            ORDER BY schema_migration.number
            """
        )
        for row in applied where try row.optionalInteger("expansion") == nil {
            let number = Int(try row.integer("number"))
            guard known.contains(number) else {
                throw DatabaseError.cannotOpen(
                    "The store was made by a newer version of this program: its schema step "
                        + "\(number) is unknown here. Install that version, or restore a backup "
                        + "made with this one."
                )
            }
        }
    }

    /// The migrations that are not applied yet, in order.
    package static func missing(
        of migrations: [Migration],
        on connection: any SQLConnection
    ) throws -> [Migration] {
        var applied: [Int: String] = [:]
        for row in try connection.rows("SELECT number, name FROM schema_migration") {
            applied[Int(try row.integer("number"))] = try row.text("name")
        }
        return try migrations.filter { migration in
            guard let name = applied[migration.number] else { return true }
            guard name == migration.name else {
                throw DatabaseError.statement("two migrations have the number \(migration.number)")
            }
            return false
        }
    }

    /// Applies a migration and notes it, in the transaction that the connection is in.
    package static func apply(_ migration: Migration, on connection: any SQLConnection) throws {
        for statement in migration.statements(connection.dialect) {
            try connection.execute(statement)
        }
        try connection.execute(
            """
            INSERT INTO schema_migration (number, name, applied_at)
            VALUES ($1, $2, \(connection.dialect.milliseconds))
            """,
            [.integer(migration.number), .text(migration.name)]
        )
        guard migration.kind == .expansion else { return }
        try connection.execute(
            "INSERT INTO schema_expansion (number) VALUES ($1)",
            [.integer(migration.number)]
        )
    }
}
