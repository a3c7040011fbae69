import Database
import DatabaseSQLite
import Foundation
import Outbox
import Portal
import Vault

/// Restores a backup into a store of its own, which is removed afterwards.
struct BackupTrial: Sendable {
    private static let prefix = ".referral-sync-trial-"

    let backup: String
    let keysFile: String?
    let scratch: String?
    let loaded: LoadedSettings

    /// Restores it; throws what is wrong with it.
    func run(_ console: Console) async throws -> RestoreReport {
        let restorer = Restorer(
            backup: backup,
            keysFile: keysFile ?? Self.keysFile(of: backup),
            under: DataKeys(under: try loaded.settings.keys.load())
        )
        try restorer.checkFiles()
        let beside = URL(filePath: backup).absoluteURL.deletingLastPathComponent().path
        let folder = try Self.makeFolder(in: scratch ?? beside)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(at: folder.appending(path: "store.sqlite"))
        do {
            let report = try await restorer.restore(
                into: database,
                folder: beside,
                at: TimeSource.system.now()
            ) { _, _ in }
            try await database.close()
            return report
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// Notes in the store that made it that it was found whole, or says why it cannot.
    func note(_ id: String, _ console: Console) async -> BackupRecord? {
        guard loaded.settings.store.mayExist else { return nil }
        do {
            return try await DeskDoor(loaded).once { desk in try await desk.noteVerified(id) }
        } catch {
            console.say(
                "The backup is whole, but the store could not note that: "
                    + Complaint(explaining: error).message
            )
            return nil
        }
    }

    /// Where the children's keys of a backup lie if nobody says otherwise.
    static func keysFile(of backup: String) -> String {
        (backup.hasSuffix(".backup") ? String(backup.dropLast(".backup".count)) : backup) + ".keys"
    }

    /// A new folder for its owner only, named after this process, so that what a dead one left behind
    /// can be removed: it holds children's keys.
    private static func makeFolder(in parent: String) throws(Complaint) -> URL {
        removeLeftovers(in: parent)
        let folder = URL(filePath: parent).appending(
            path: "\(prefix)\(getpid())",
            directoryHint: .isDirectory
        )
        guard unsafe mkdir(folder.path, 0o700) == 0 else {
            throw Complaint(
                .cannotWrite,
                "The folder \(parent) cannot be written to: "
                    + "\(unsafe String(cString: strerror(errno))). Name another one for the trial: "
                    + "--scratch FOLDER"
            )
        }
        return folder
    }

    private static func removeLeftovers(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count)), process != getpid(),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: URL(filePath: parent).appending(path: name))
        }
    }
}
