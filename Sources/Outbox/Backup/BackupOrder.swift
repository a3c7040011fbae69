package import Foundation

/// A backup as it is asked for.
package struct BackupOrder: Sendable, Codable, Equatable {
    /// Names the order, so that it is carried out once when it is asked for again.
    package let id: String
    /// The folder to write to, from the root.
    package let folder: String
    /// What both files are called, without their endings.
    package let name: String
    /// How many days the file of the children's keys may be kept.
    package let keysKeptDays: Int

    /// Describes a backup to be made.
    package init(id: String, folder: String, name: String, keysKeptDays: Int) {
        self.id = id
        self.folder = folder
        self.name = name
        self.keysKeptDays = keysKeptDays
    }

    /// The name of a backup that is made at this moment.
    package static func name(at now: Date) -> String {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)T\
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\
                \(minute: .twoDigits)\(second: .twoDigits)Z
                """,
            timeZone: .gmt,
            calendar: Calendar(identifier: .gregorian)
        )
        return "referral-sync-" + now.formatted(style)
    }

    /// Throws when the order cannot be meant so.
    package func check() throws(BackupError) {
        guard folder.hasPrefix("/"), folder.utf8.count < 4000 else {
            throw .badOrder("folder: expected the whole path of a folder, from /.")
        }
        let isNamed =
            !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix(".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        guard isNamed else {
            throw .badOrder(
                "name: expected at most 100 letters, digits, dots, dashes and underscores."
            )
        }
        guard (1...3650).contains(keysKeptDays) else {
            throw .badOrder("keysKeptDays: expected a number of days from 1 to 3650.")
        }
        guard !id.isEmpty, id.utf8.count <= 64 else {
            throw .badOrder("id: expected a new identifier, such as a UUID.")
        }
    }

    /// The file of everything but the children's keys.
    var file: String { path(BackupHeader.Kind.backup) }
    /// The file of the children's keys.
    var keysFile: String { path(BackupHeader.Kind.keys) }

    private func path(_ kind: BackupHeader.Kind) -> String {
        URL(filePath: folder).appending(path: "\(name).\(kind.rawValue)").path
    }
}
