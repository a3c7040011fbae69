import Foundation
import GRDB

import enum Database.DatabaseError

/// Copies the write-ahead log into the store, rarely, and keeps the log from growing without bound.
///
/// It runs on the writer between commits, so that no two connections write to the log at once.
/// SQLite begins the log anew once all of it was copied, without making the file shorter: the file
/// grows again only after it is full, and that is the moment to copy.
struct LogKeeper: Sendable {
    private let path: String
    private let settings: SQLiteSettings
    private var bytesNext: Int
    /// From which length on readers are waited for.
    private var bytesPatient: Int

    /// Watches the log of one store.
    init(store: URL, settings: SQLiteSettings) {
        path = store.path + "-wal"
        self.settings = settings
        bytesNext = settings.logBytesKept
        bytesPatient = settings.logBytesMax
    }

    /// Does what the log's length asks for after a commit.
    mutating func keep(on connection: GRDB.Database) throws(DatabaseError) {
        let bytes = logBytes()
        guard bytes >= bytesNext else { return }
        let isPatient = bytes >= bytesPatient
        if bytes >= settings.logBytesMax, try empty(on: connection, waiting: isPatient) {
            bytesNext = settings.logBytesKept
            bytesPatient = settings.logBytesMax
        } else {
            // A reader that stays, such as a backup, must not hold up every few commits for a second.
            if isPatient { bytesPatient = bytes * 2 }
            let isCopied = try copy(.passive, on: connection)
            bytesNext = bytes + (isCopied ? 1 : settings.logBytesKept)
        }
    }

    /// Copies everything and makes the file empty; false when a reader did not end at once, or within
    /// a second.
    func empty(
        on connection: GRDB.Database,
        waiting isPatient: Bool = true
    ) throws(DatabaseError) -> Bool {
        try DurabilityPragmas.set("busy_timeout", isPatient ? "1000" : "0", on: connection)
        let isEmpty = try copy(.truncate, on: connection)
        try DurabilityPragmas.set("busy_timeout", "5000", on: connection)
        return isEmpty
    }

    /// Returns whether all of the log is in the store now.
    ///
    /// A full disk loses nothing: the log holds everything, and a later copy may succeed.
    private func copy(
        _ mode: GRDB.Database.CheckpointMode,
        on connection: GRDB.Database
    ) throws(DatabaseError) -> Bool {
        do {
            let (frames, copied) = try connection.checkpoint(mode)
            return frames == copied
        } catch {
            let error = DatabaseError(anything: error)
            guard error.isTemporary else { throw error }
            return false
        }
    }

    private func logBytes() -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
