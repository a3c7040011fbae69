import Foundation
import Outbox

/// Looks at how old the newest backup is, how backups grow, and whether they were shown to be whole.
struct BackupChecks {
    let settings: BackupSettings
    /// All backups, the newest first.
    let records: [BackupRecord]
    let now: Date

    func all() -> [Check] { [newest] + keys }

    private var newest: Check {
        let whole = records.filter(\.isWhole)
        guard let last = whole.first else {
            return .warn(
                "backup",
                "none was made yet. Make one each day: referral-sync backup --verify"
            )
        }
        let age = Int(now.timeIntervalSince(last.at))
        let text =
            "\(last.name), \(Moments.age(seconds: age)) old, \(size(last, whole.dropFirst().first)), "
            + (last.verifiedAt.map { "verified \(Moments.text($0))" } ?? "not verified")
        guard Double(age) <= settings.olderThan / .seconds(1) else {
            return .warn(
                "backup",
                "\(text). It is older than \(settings.olderThan.text) (backup.olderThan): "
                    + "referral-sync backup"
            )
        }
        guard last.verifiedAt != nil else {
            return .warn(
                "backup",
                "\(text). Show that it is whole: referral-sync backup verify "
                    + URL(filePath: last.folder).appending(path: "\(last.name).backup").path
            )
        }
        return .ok("backup", text)
    }

    private func size(_ last: BackupRecord, _ before: BackupRecord?) -> String {
        let bytes = last.bytes ?? 0
        let size = BackupFacts.size(bytes)
        guard let old = before?.bytes, old > 0 else { return size }
        let percent = (Double(bytes) / Double(old) - 1) * 100
        return
            "\(size) (\(percent < 0 ? "" : "+")\(Int(percent.rounded())) % against the one before)"
    }

    /// Children's keys that lie about for longer than they may.
    private var keys: [Check] {
        records.filter { $0.deletedAt == nil && $0.keysUntil <= now }.map { record in
            .warn(
                "backup",
                "\(record.name).keys in \(record.folder) might be kept until "
                    + "\(Moments.text(record.keysUntil)). The next backup there removes it; remove copies yourself."
            )
        }
    }
}
