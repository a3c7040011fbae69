import Database
import Foundation
import TestStores
import Vault

/// A new store with the vault's tables.
func databaseWithVault() async throws -> any SQLDatabase {
    let database = try await TestDatabase.temporary()
    try await database.migrate(VaultSchema.migrations)
    return database
}

extension SQLDatabase {
    /// The key of a child, made on first use.
    func key(
        of subject: String = "child-1",
        id: String = "key-1",
        under keys: DataKeys
    ) async throws -> DataKey {
        try await write { connection in
            try keys.key(forSubject: subject, on: connection, at: .t0) { id }
        }
    }
}

extension Date {
    static let t0 = Date(timeIntervalSince1970: 1_800_000_000)
}
