import Database
import DatabaseSQLite
import Foundation
import Outbox
import Vault

/// The store, open in this process and in no other.
struct OpenStore: Sendable {
    let database: SQLiteDatabase
    let outbox: OutboxStore

    /// Opens the store, or creates it with its key on first use.
    static func open(_ settings: Settings) async throws -> OpenStore {
        let key = try key(of: settings)
        let database = try await SQLiteDatabase.open(at: settings.store)
        do {
            let outbox = try await OutboxStore(
                on: database,
                keys: DataKeys(under: key),
                makeID: Identifiers.make
            )
            return OpenStore(database: database, outbox: outbox)
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// Finishes what was started and lets others open the store.
    func close() async {
        // What was acknowledged is durable already; there is nothing to be saved by complaining.
        try? await database.close()
    }

    /// The key file, made on first use; never beside a store that was sealed under another key.
    private static func key(of settings: Settings) throws -> KeyEncryptionKey {
        let hasStore = FileManager.default.fileExists(atPath: settings.store.path)
        let hasKey = FileManager.default.fileExists(atPath: settings.keyFile.path)
        guard !hasKey, !hasStore else { return try KeyFile.load(settings.keyFile) }
        try makeFolder(of: settings.store)
        try makeFolder(of: settings.keyFile)
        do {
            let key = try KeyEncryptionKey(newWithID: Identifiers.make())
            try KeyFile.create(settings.keyFile, key: key)
            return key
        } catch VaultError.keyFileExists {
            // Another command made it at the same moment.
            return try KeyFile.load(settings.keyFile)
        }
    }

    private static func makeFolder(of file: URL) throws(Complaint) {
        let folder = file.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Complaint(
                .cannotWrite,
                "The folder \(folder.path) cannot be made. Make it yourself, or choose another "
                    + "in the settings: store, keyFile"
            )
        }
    }
}
