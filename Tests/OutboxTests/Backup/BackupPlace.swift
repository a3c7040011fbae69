import Database
import Foundation
import Outbox
import Vault

/// A folder for the backups of one test, which goes with this value.
final class BackupPlace {
    let folder: URL

    init(folder: URL? = nil) throws {
        self.folder =
            folder
            ?? FileManager.default.temporaryDirectory.appending(
                path: "backups-\(UUID().uuidString)"
            )
        try FileManager.default.createDirectory(
            at: self.folder,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @discardableResult
    func backUp(
        _ store: TestStore,
        _ name: String = "b",
        keysKeptDays: Int = 35,
        at now: Date = TestStore.t0
    ) async throws -> BackupRecord {
        try await backUp(store.outbox, name, keysKeptDays: keysKeptDays, at: now)
    }

    @discardableResult
    func backUp(
        _ outbox: OutboxStore,
        _ name: String = "b",
        id: String? = nil,
        keysKeptDays: Int = 35,
        at now: Date = TestStore.t0
    ) async throws -> BackupRecord {
        let time = TimeSource(now: { now }, sleep: { _ in })
        return try await BackupMaker(of: outbox, program: "0.0.0", time: time).make(
            BackupOrder(
                id: id ?? "backup-\(name)",
                folder: folder.path,
                name: name,
                keysKeptDays: keysKeptDays
            )
        )
    }

    func restorer(
        _ name: String = "b",
        keysOf other: String? = nil,
        under keys: DataKeys
    ) -> Restorer {
        Restorer(
            backup: path("\(name).backup"),
            keysFile: path("\(other ?? name).keys"),
            under: keys
        )
    }

    @discardableResult
    func restore(
        _ name: String = "b",
        keysOf other: String? = nil,
        into database: any SQLDatabase,
        under keys: DataKeys,
        interruptedAt table: String? = nil
    ) async throws -> RestoreReport {
        try await restorer(name, keysOf: other, under: keys).restore(
            into: database,
            folder: folder.path,
            at: TestStore.t0.adding(.seconds(600))
        ) { filled, _ in
            if filled == table { throw Interruption() }
        }
    }

    struct Interruption: Error {}
}
