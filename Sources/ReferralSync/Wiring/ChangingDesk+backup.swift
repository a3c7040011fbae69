import Outbox
import Portal

extension ChangingDesk {
    func backUp(_ order: BackupOrder) async throws -> BackupRecord {
        try await desk.backUp(order)
    }

    func backups() async throws -> [BackupRecord] {
        try await desk.backups()
    }

    func noteVerified(_ backup: String) async throws -> BackupRecord {
        try await desk.noteVerified(backup)
    }
}
