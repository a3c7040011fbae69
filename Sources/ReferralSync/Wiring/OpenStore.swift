import Database
import DatabasePostgres
import DatabaseSQLite
import Foundation
import Outbox
import Vault

/// The store, open in this process; a file is open in no other.
struct OpenStore: Sendable {
    let database: any SQLDatabase
    let outbox: OutboxStore

    /// The clock that all processes on the store share.
    var time: TimeSource {
        let database = database
        return TimeSource(now: { database.now }, sleep: TimeSource.system.sleep)
    }

    /// Opens the store, or creates it with its key on first use.
    static func open(_ settings: Settings) async throws -> OpenStore {
        switch settings.store {
        case .file(let file):
            let keys = try keys(of: settings, isNew: !settings.store.mayExist, besides: file)
            return try await open(try await database(of: settings), keys)
        case .server:
            let database = try await database(of: settings)
            do {
                let keys = try keys(
                    of: settings,
                    isNew: !(try await OutboxStore.isSealed(database))
                )
                return try await open(database, keys)
            } catch {
                try? await database.close()
                throw error
            }
        }
    }

    /// Opens the database alone, also such as holds no outbox yet.
    static func database(of settings: Settings) async throws -> any SQLDatabase {
        switch settings.store {
        case .file(let file): try await SQLiteDatabase.open(at: file)
        case .server(let address):
            try await PostgresDatabase.open(
                at: address,
                settings: settings.postgres,
                makeID: Identifiers.make
            )
        }
    }

    /// Does something with the database alone, and closes it.
    static func with(
        _ settings: Settings,
        _ work: (any SQLDatabase) async throws -> Void
    ) async throws {
        let database = try await database(of: settings)
        do {
            try await work(database)
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
    }

    private static func open(
        _ database: any SQLDatabase,
        _ keys: DataKeys
    ) async throws -> OpenStore {
        do {
            let outbox = try await OutboxStore(
                on: database,
                keys: keys,
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

    /// The keys of the file, which is made with a new store; never beside one that was sealed already.
    private static func keys(
        of settings: Settings,
        isNew: Bool,
        besides store: URL? = nil
    ) throws -> DataKeys {
        ProcessGuard.lockMemory()
        let file = settings.keys
        let hasKey = FileManager.default.fileExists(atPath: file.url.path)
        guard !hasKey, isNew else { return DataKeys(under: try file.load(), of: file) }
        if let store { try makeFolder(of: store) }
        try makeFolder(of: file.url)
        do {
            try file.create(try KeyEncryptionKey(newWithID: Identifiers.make()))
        } catch VaultError.keyFileExists {
            // Another command made it at the same moment.
        }
        return DataKeys(under: try file.load(), of: file)
    }

    /// Makes the folder of a store in a file.
    static func makeFolder(for store: StorePlace) throws(Complaint) {
        if let file = store.file { try makeFolder(of: file) }
    }

    /// Makes the folder of a file, for its owner only.
    static func makeFolder(of file: URL) throws(Complaint) {
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
