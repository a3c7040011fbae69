package import Database
package import Vault

/// The durable list of what must reach whom, and of what they answered.
///
/// Every method that changes something is one transaction and returns only after it is durable.
package struct OutboxStore: Sendable {
    let database: any SQLDatabase
    let keys: DataKeys
    let makeID: @Sendable () -> String

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
        try await database.migrate(VaultSchema.migrations + OutboxSchema.migrations)
        try await database.read { connection in try keys.checkFit(on: connection) }
    }
}
