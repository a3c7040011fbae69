import Foundation

/// Where backups go, and what is expected of them.
struct BackupSettings: Sendable, Equatable {
    /// The folder, on the machine of whoever makes the backup.
    var folder: URL
    /// How long a file of children's keys may be kept.
    var keysKept: Duration = .seconds(35 * 86_400)
    /// How old the newest backup may be before `doctor` warns.
    var olderThan: Duration = .seconds(26 * 3600)
}
