import Logging
package import Outbox

extension LocalDesk {
    package func backUp(_ order: BackupOrder) async throws -> BackupRecord {
        try await explained {
            let record = try await backupMaker.make(order)
            logger.notice(
                "backup made",
                metadata: [
                    "backup.id": "\(record.id)", "name": "\(record.name)",
                    "bytes": "\(record.bytes ?? 0)", "rows": "\(record.rows ?? 0)",
                    "seconds": "\(record.seconds ?? 0)",
                ]
            )
            return record
        }
    }

    package func backups() async throws -> [BackupRecord] {
        try await explained { try await outbox.backups() }
    }

    package func noteVerified(_ backup: String) async throws -> BackupRecord {
        try await explained {
            guard let record = try await outbox.noteVerified(backup, at: time.now()) else {
                throw DeskError.notFound("This store has no backup \(backup).")
            }
            return record
        }
    }
}
