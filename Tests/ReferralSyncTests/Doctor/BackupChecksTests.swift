import Foundation
import Outbox
import Testing

@testable import ReferralSync

@Suite struct BackupChecksTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a store without a backup is warned of`() {
        #expect(checks([]).map(\.verdict) == [.warn])
    }

    @Test func `a fresh and verified backup is well, with its size and growth`() {
        let found = checks([
            record("new", hours: 2, bytes: 3 << 20, isVerified: true),
            record("half", hours: 3, bytes: nil),
            record("old", hours: 26, bytes: 2 << 20, isVerified: true),
        ])

        #expect(found.map(\.verdict) == [.ok])
        #expect(found.first?.finding.contains("2 h old, 3072 KiB (+50 % against") == true)
    }

    @Test func `one that is too old, or was not verified, is warned of with the command`() {
        let old = checks([record("old", hours: 27, bytes: 1, isVerified: true)])
        let unverified = checks([record("new", hours: 1, bytes: 1)])

        #expect(old.map(\.verdict) == [.warn])
        #expect(old.first?.finding.contains("backup.olderThan") == true)
        #expect(unverified.map(\.verdict) == [.warn])
        #expect(unverified.first?.finding.contains("backup verify /backups/new.backup") == true)
    }

    @Test func `children's keys that are kept for too long are named`() {
        let found = checks([
            record("new", hours: 1, bytes: 1, isVerified: true),
            record("old", hours: 36 * 24, bytes: 1, isVerified: true),
        ])

        #expect(found.map(\.verdict) == [.ok, .warn])
        #expect(found.last?.finding.contains("old.keys") == true)
    }

    private func checks(_ records: [BackupRecord]) -> [Check] {
        BackupChecks(
            settings: BackupSettings(folder: URL(filePath: "/backups")),
            records: records,
            now: now
        ).all()
    }

    private func record(
        _ name: String,
        hours: Double,
        bytes: Int64?,
        isVerified: Bool = false
    ) -> BackupRecord {
        let at = now.addingTimeInterval(-hours * 3600)
        return BackupRecord(
            id: name,
            at: at,
            name: name,
            folder: "/backups",
            bytes: bytes,
            keysBytes: bytes,
            seconds: 1,
            rows: bytes,
            keysUntil: at.addingTimeInterval(35 * 86_400),
            verifiedAt: isVerified ? at : nil,
            deletedAt: nil
        )
    }
}
