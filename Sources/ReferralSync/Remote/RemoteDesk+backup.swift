import Foundation
import Outbox
import Portal

extension RemoteDesk {
    /// How long a backup may take: a large store is read whole.
    private static let backupLimit: Duration = .seconds(86_400)

    func backUp(_ order: BackupOrder) async throws -> BackupRecord {
        try WireFormat.decode(
            BackupRecord.self,
            from: try await answer(
                "POST",
                "/v1/backups",
                body: try WireFormat.encode(order),
                timeLimit: Self.backupLimit
            )
        )
    }

    func backups() async throws -> [BackupRecord] {
        try WireFormat.decode([BackupRecord].self, from: try await answer("GET", "/v1/backups"))
    }

    func noteVerified(_ backup: String) async throws -> BackupRecord {
        try WireFormat.decode(
            BackupRecord.self,
            from: try await answer(
                "PUT",
                "/v1/backups/\(encoded(backup))/verified",
                body: Data("{}".utf8)
            )
        )
    }
}
