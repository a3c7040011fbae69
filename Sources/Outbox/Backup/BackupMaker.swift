import Database
import Foundation
import Synchronization
import Vault

/// Makes backups of the store while others go on working on it.
///
/// Everything is read in one transaction, so both files hold the state of one moment. `NAME.backup`
/// has all rows but the children's keys; these are in `NAME.keys`, which is removed after some
/// weeks: what is erased by destroying a key stays readable only as long as a copy of the key.
package struct BackupMaker: Sendable {
    private let outbox: OutboxStore
    private let program: String
    private let time: TimeSource

    /// Makes backups of one store, in the name of one version of the program.
    package init(of outbox: OutboxStore, program: String, time: TimeSource) {
        self.outbox = outbox
        self.program = program
        self.time = time
    }

    /// Makes a backup, or gives the one that was made of this order before.
    package func make(_ order: BackupOrder) async throws -> BackupRecord {
        try order.check()
        let known = try await outbox.backups().first { $0.id == order.id }
        if let known, known.isWhole { return known }
        try makeFolder(order.folder)
        PartialFile.removeLeftovers(in: order.folder)
        let files = Files(
            backup: try PartialFile(order.file),
            keys: try PartialFile(order.keysFile)
        )
        let began = time.now()
        var record = BackupRecord(order, at: began)
        do {
            try await outbox.begin(record)
            record.rows = try await write(record, to: files)
            record.bytes = try files.backup.synchronise()
            record.keysBytes = try files.keys.synchronise()
            record.seconds = Int64(time.now().timeIntervalSince(began).rounded(.up))
            try publish(files, in: order.folder)
        } catch {
            files.backup.discard()
            files.keys.discard()
            try? await outbox.noteKeysRemoved(of: record.id, at: time.now())
            throw error
        }
        try await outbox.finish(record, at: time.now())
        try await removeOldKeys(except: record.id)
        return record
    }

    private struct Files: Sendable {
        let backup: PartialFile
        let keys: PartialFile
    }

    /// Reads and writes at once, a batch in memory; returns how many rows there were.
    private func write(_ record: BackupRecord, to files: Files) async throws -> Int64 {
        let isStopped = Atomic(false)
        return try await withTaskCancellationHandler {
            try await read(record, to: files, unless: { isStopped.load(ordering: .relaxed) })
        } onCancel: {
            isStopped.store(true, ordering: .relaxed)
        }
    }

    private func read(
        _ record: BackupRecord,
        to files: Files,
        unless isStopped: @escaping @Sendable () -> Bool
    ) async throws -> Int64 {
        // May be run again from its beginning; then each file has a new key, since no key may seal
        // two different first chunks.
        try await outbox.database.read { connection in
            var backup = try writer(.backup, of: record, to: files.backup)
            for table in StoreTable.backedUp {
                try backup.write(table, on: connection, unless: isStopped)
            }
            try backup.end()
            var keys = try writer(.keys, of: record, to: files.keys)
            try keys.write(.wrappedKeys, on: connection, unless: isStopped)
            try keys.end()
            return Int64(backup.ends.reduce(0) { $0 + $1.rows })
        }
    }

    private func writer(
        _ kind: BackupHeader.Kind,
        of record: BackupRecord,
        to file: PartialFile
    ) throws -> RowWriter {
        let keys = outbox.keys.files
        let key = try keys.make(for: "\(record.id).\(kind.rawValue)")
        let header = BackupHeader(
            kind: kind,
            id: record.id,
            name: record.name,
            madeAt: record.at,
            program: program,
            schema: OutboxStore.schema,
            keyEncryptionKey: keys.id,
            fileKey: key.wrapped,
            keysUntil: record.keysUntil
        )
        return RowWriter(to: try SealedFileWriter(to: file, header, under: key))
    }

    /// The keys first: a backup that has its name has its keys too.
    private func publish(_ files: Files, in folder: String) throws {
        try files.keys.publish()
        do {
            try files.backup.publish()
        } catch {
            _ = unsafe unlink(files.keys.path)
            throw error
        }
        do {
            try PartialFile.synchronise(folder: folder)
        } catch {
            _ = unsafe unlink(files.keys.path)
            _ = unsafe unlink(files.backup.path)
            throw error
        }
    }

    private func makeFolder(_ folder: String) throws(BackupError) {
        guard unsafe mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        throw .failed(folder)
    }

    /// Removes files of children's keys whose time is over, and those of backups that were broken
    /// off; there are newer ones now.
    private func removeOldKeys(except newest: String) async throws {
        let now = time.now()
        for old in try await outbox.backups() where old.deletedAt == nil && old.id != newest {
            let isBrokenOff = !old.isWhole && now.timeIntervalSince(old.at) > 86_400
            guard old.keysUntil <= now || isBrokenOff else { continue }
            // Perhaps it lies on another machine: only that one knows that it is not there.
            let isHere = unsafe !outbox.isShared || access(old.file, F_OK) == 0
            guard unsafe unlink(old.keysFile) == 0 || (errno == ENOENT && isHere) else { continue }
            try await outbox.noteKeysRemoved(of: old.id, at: now)
        }
    }
}

extension BackupRecord {
    fileprivate init(_ order: BackupOrder, at now: Date) {
        // Files tell whole seconds.
        let at = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        self.init(
            id: order.id,
            at: at,
            name: order.name,
            folder: order.folder,
            keysUntil: at.addingTimeInterval(Double(order.keysKeptDays) * 86_400)
        )
    }
}

extension StoreTable {
    /// A child's key as it is kept apart from the rest.
    static let wrappedKeys = StoreTable(
        name: "child_key",
        key: ["id"],
        others: ["key_encryption_key", "wrapped"]
    )

    /// Everything but the children's keys.
    static let backedUp = all.map { table in
        table.name == wrappedKeys.name ? table.without(["key_encryption_key", "wrapped"]) : table
    }
}
