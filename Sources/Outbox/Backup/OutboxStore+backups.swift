import Audit
import Database
package import Foundation

extension OutboxStore {
    /// All backups that were begun, the newest first.
    package func backups() async throws -> [BackupRecord] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM backup ORDER BY at DESC, id").map(BackupRecord.init)
        }
    }

    /// The backups whose file of children's keys may still be there; a child that is erased is
    /// forgotten for good when the last of these days is over.
    package func backups(holdingKeysAt now: Date) async throws -> [BackupRecord] {
        try await database.read { connection in
            try backups(holdingKeysAt: now, on: connection)
        }
    }

    func backups(
        holdingKeysAt now: Date,
        on connection: any SQLConnection
    ) throws -> [BackupRecord] {
        try connection.rows(
            """
            SELECT * FROM backup WHERE deleted_at IS NULL AND keys_until > $1
            ORDER BY at DESC, id
            """,
            [.moment(now)]
        ).map(BackupRecord.init)
    }

    /// Notes that a backup was restored for trial and found whole; returns it, if it is known.
    package func noteVerified(_ backup: String, at now: Date) async throws -> BackupRecord? {
        try await audited(at: now) { connection, trail in
            let count = try connection.execute(
                "UPDATE backup SET verified_at = $2 WHERE id = $1",
                [.text(backup), .moment(now)]
            )
            if count > 0 { trail.add(backup, "backup verified") }
            return try connection.rows("SELECT * FROM backup WHERE id = $1", [.text(backup)])
                .first.map(BackupRecord.init)
        }
    }

    /// Notes a backup before its files are there, so that no children's keys lie anywhere unknown.
    func begin(_ record: BackupRecord) async throws {
        try await audited(at: record.at) { connection, trail in
            var entry = trail.entry(.administration, "backup made")
            entry.facts = ["backup": record.name, "id": record.id]
            entry.mention(.backup, .text(record.id))
            trail.add(entry)
            _ = try connection.execute(
                """
                INSERT INTO backup (id, at, name, folder, keys_until) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (id) DO UPDATE SET at = excluded.at, name = excluded.name,
                    folder = excluded.folder, keys_until = excluded.keys_until, deleted_at = NULL
                """,
                [
                    .text(record.id), .moment(record.at), .text(record.name),
                    .text(record.folder), .moment(record.keysUntil),
                ]
            )
        }
    }

    /// Notes that both files of a backup are there.
    func finish(_ record: BackupRecord, at now: Date) async throws {
        try await audited(at: now) { connection, trail in
            trail.add(record.id, "backup finished")
            _ = try connection.execute(
                """
                UPDATE backup SET bytes = $2, keys_bytes = $3, seconds = $4, rows = $5 WHERE id = $1
                """,
                [
                    .text(record.id), .integer(orNull: record.bytes),
                    .integer(orNull: record.keysBytes), .integer(orNull: record.seconds),
                    .integer(orNull: record.rows),
                ]
            )
        }
    }

    /// Notes that the file of a backup's children's keys is gone.
    func noteKeysRemoved(of backup: String, at now: Date) async throws {
        try await audited(at: now) { connection, trail in
            trail.add(backup, "keys of a backup removed")
            _ = try connection.execute(
                "UPDATE backup SET deleted_at = $2 WHERE id = $1",
                [.text(backup), .moment(now)]
            )
        }
    }
}

extension AuditTrail {
    /// Says what became of a backup.
    fileprivate mutating func add(_ backup: String, _ action: String) {
        add(.administration, action, of: .backup, [[.text(backup)]])
    }
}

extension BackupRecord {
    init(_ row: SQLRow) throws {
        self.init(
            id: try row.text("id"),
            at: try row.moment("at"),
            name: try row.text("name"),
            folder: try row.text("folder"),
            bytes: try row.optionalInteger("bytes"),
            keysBytes: try row.optionalInteger("keys_bytes"),
            seconds: try row.optionalInteger("seconds"),
            rows: try row.optionalInteger("rows"),
            keysUntil: try row.moment("keys_until"),
            verifiedAt: try row.optionalMoment("verified_at"),
            deletedAt: try row.optionalMoment("deleted_at")
        )
    }

    var file: String { path(.backup) }
    var keysFile: String { path(.keys) }

    private func path(_ kind: BackupHeader.Kind) -> String {
        URL(filePath: folder).appending(path: "\(name).\(kind.rawValue)").path
    }
}
