import Database
import Foundation
import Vault

/// The two files of a backup, which need not be of the same one: newer keys open an older backup.
struct BackupFiles: Sendable {
    let backup: String
    let keys: String
    let fileKeys: FileKeys

    /// Opens the file of all rows.
    func openBackup() throws -> RowReader {
        let reader = RowReader(try SealedFileReader(backup, .backup, under: fileKeys))
        guard reader.header.schema <= OutboxStore.schema else {
            throw BackupError.newer(path: backup, program: reader.header.program)
        }
        return reader
    }

    /// Opens the file of the children's keys.
    func openKeys() throws -> RowReader {
        do {
            return RowReader(try SealedFileReader(keys, .keys, under: fileKeys))
        } catch BackupError.missing {
            throw BackupError.keysMissing(path: keys)
        }
    }

    /// Reads both from beginning to end; throws where one is not as it was written.
    ///
    /// Older keys lack those of children who were referred after them, who would pass for erased.
    func check() throws -> BackupHeader {
        var backup = try openBackup()
        var keys = try openKeys()
        guard keys.header.madeAt >= backup.header.madeAt else {
            throw BackupError.keysOlder(path: self.keys, than: self.backup)
        }
        try check(&backup, holds: StoreTable.backedUp, at: self.backup)
        try check(&keys, holds: [.wrappedKeys], at: self.keys)
        return backup.header
    }

    private func check(
        _ reader: inout RowReader,
        holds tables: [StoreTable],
        at path: String
    ) throws {
        while let part = try reader.next() {
            guard case .table(let name, let columns) = part else { continue }
            _ = try Self.table(name, columns, among: tables, at: path)
        }
    }

    /// The table of ours with this name and these columns.
    static func table(
        _ name: String,
        _ columns: [String],
        among tables: [StoreTable],
        at path: String
    ) throws(BackupError) -> StoreTable {
        guard let table = tables.first(where: { $0.name == name })?.with(columns: columns) else {
            throw .damaged(path: path, "its table \(name) is not known here")
        }
        return table
    }
}
