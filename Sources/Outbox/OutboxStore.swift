import Audit
package import Database
package import Vault

/// The durable list of what must reach whom, and of what they answered.
///
/// Every method that changes something is one transaction and returns only after it is durable.
package struct OutboxStore: Sendable {
    let database: any SQLDatabase
    let keys: DataKeys
    let makeID: @Sendable () -> String

    /// Whether other processes may work on the store at the same time.
    package var isShared: Bool { database.isShared }

    /// The newest step of the schema that this program knows.
    package static var schema: Int { migrations.map(\.number).max() ?? 0 }

    static var migrations: [Migration] {
        VaultSchema.migrations + OutboxSchema.migrations + AuditSchema.migrations
            + BackupSchema.migrations
    }

    /// Opens the outbox on a database and brings its schema up to date.
    ///
    /// Throws when the store was sealed under another key: a service that cannot open documents
    /// would park every delivery.
    package init(
        on database: any SQLDatabase,
        keys: DataKeys,
        makeID: @escaping @Sendable () -> String
    ) async throws {
        self.database = database
        self.keys = keys
        self.makeID = makeID
        try await database.migrate(Self.migrations)
        let mark = try await database.read { connection in
            try keys.checkFit(on: connection)
            return try StoreMark.read(on: connection)
        }
        if let mark { throw DatabaseError.cannotOpen(mark.message) }
        try await bindKey()
    }
}

extension OutboxStore {
    /// Binds an empty store to its first key, so that two machines cannot begin it with two.
    private func bindKey() async throws {
        let keys = keys
        let isBound = try await database.read { connection in
            try keys.isBound(on: connection)
        }
        if !isBound { try await database.write { connection in try keys.bind(on: connection) } }
    }

    /// Creates an outbox's schema, or brings it up to date.
    package static func migrate(_ database: any SQLDatabase) async throws {
        try await database.migrate(migrations)
    }

    /// Whether a database holds an outbox that is sealed under some key already.
    package static func isSealed(_ database: any SQLDatabase) async throws -> Bool {
        try await database.read { connection in
            guard try SchemaLedger.isThere(on: connection),
                try SchemaLedger.missing(of: VaultSchema.migrations, on: connection).isEmpty
            else { return false }
            return try DataKeys.areThere(on: connection)
        }
    }
}
