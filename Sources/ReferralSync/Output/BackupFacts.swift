import Foundation
import Outbox

/// A backup as `backup` and `backup list` show it.
struct BackupFacts: Listed {
    static let columns = [
        "backup", "of", "size", "rows", "took", "verified", "keys kept until", "folder",
    ]

    let record: BackupRecord

    init(_ record: BackupRecord) { self.record = record }

    func encode(to encoder: any Encoder) throws { try record.encode(to: encoder) }

    var cells: [String] {
        [
            record.name, Moments.text(record.at),
            record.bytes.map(Self.size) ?? "broken off, or being made",
            record.rows.map { "\($0)" } ?? "-",
            record.seconds.map { Moments.age(seconds: Int($0)) } ?? "-",
            record.verifiedAt.map { Moments.text($0) } ?? "no",
            record.deletedAt.map { "removed \(Moments.text($0))" }
                ?? Moments.text(record.keysUntil),
            record.folder,
        ]
    }

    /// A length in the unit that people read.
    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<(1 << 10): "\(bytes) bytes"
        case ..<(10 << 20): "\(bytes >> 10) KiB"
        case ..<(10 << 30): "\(bytes >> 20) MiB"
        default: "\(bytes >> 30) GiB"
        }
    }
}
