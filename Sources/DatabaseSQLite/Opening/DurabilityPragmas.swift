import GRDB

import enum Database.DatabaseError

/// What connections must be set to; each setting is read back, since defaults differ by build.
enum DurabilityPragmas {
    private typealias Pragma = (name: String, value: String, expected: DatabaseValue)

    // A damaged or doctored file must not run code or be read past its cells.
    private static let everywhere: [Pragma] = [
        ("trusted_schema", "OFF", 0.databaseValue),
        ("cell_size_check", "ON", 1.databaseValue),
    ]

    // Only the writer copies the log into the store, when LogKeeper says so. Deleted content is
    // overwritten with zeros, so that what was erased is gone.
    private static let writing: [Pragma] = [
        ("journal_mode", "WAL", "wal".databaseValue),
        ("synchronous", "FULL", 2.databaseValue),
        ("foreign_keys", "ON", 1.databaseValue),
        ("wal_autocheckpoint", "0", 0.databaseValue),
        ("secure_delete", "ON", 1.databaseValue),
        ("busy_timeout", "5000", 5000.databaseValue),
        // What a savepoint or a sort puts aside is never in a file that erasure does not know of.
        ("temp_store", "MEMORY", 2.databaseValue),
        ("cache_size", "-16384", (-16384).databaseValue),
    ]

    /// Sets what every connection needs.
    static func prepare(_ connection: GRDB.Database) throws(DatabaseError) {
        try apply(everywhere, to: connection)
    }

    /// Sets what the writer needs, after GRDB has opened it.
    ///
    /// Opening a pool, GRDB sets `synchronous = NORMAL` last, which can lose committed transactions
    /// when the power fails.
    static func prepareWriter(_ connection: GRDB.Database) throws(DatabaseError) {
        try apply(everywhere + writing, to: connection)
    }

    /// Sets one value; some settings answer with a row.
    static func set(
        _ name: String,
        _ value: String,
        on connection: GRDB.Database
    ) throws(DatabaseError) {
        do {
            _ = try Row.fetchAll(connection, sql: "PRAGMA \(name) = \(value)")
        } catch {
            throw DatabaseError(anything: error)
        }
    }

    private static func apply(
        _ pragmas: [Pragma],
        to connection: GRDB.Database
    ) throws(DatabaseError) {
        for (name, value, expected) in pragmas {
            try set(name, value, on: connection)
            guard try read(name, on: connection) == expected else {
                throw .cannotOpen(
                    "This build of SQLite does not accept \(name) = \(value), and without it the "
                        + "store is not safe. Install SQLite 3.37 or newer."
                )
            }
        }
    }

    private static func read(
        _ name: String,
        on connection: GRDB.Database
    ) throws(DatabaseError) -> DatabaseValue? {
        do {
            return try DatabaseValue.fetchOne(connection, sql: "PRAGMA \(name)")
        } catch {
            throw DatabaseError(anything: error)
        }
    }
}
