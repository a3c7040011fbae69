package import Foundation

/// A backup in the store's list.
package struct BackupRecord: Sendable, Codable, Equatable {
    package let id: String
    /// The moment whose state it holds.
    package let at: Date
    /// What both files are called, without their endings.
    package let name: String
    /// Where it was written, on the machine that wrote it.
    package let folder: String
    /// The length of `NAME.backup`; nil while it is made, or when its making was broken off.
    package var bytes: Int64?
    /// The length of `NAME.keys`.
    package var keysBytes: Int64?
    /// How long it took; nil when it was restored from, and so is known from its file.
    package var seconds: Int64?
    package var rows: Int64?
    /// Until when the file of the children's keys may be kept.
    package let keysUntil: Date
    /// When it was last restored for trial, and found whole.
    package var verifiedAt: Date?
    /// When the file of the children's keys was removed.
    package var deletedAt: Date?

    /// Describes a backup.
    package init(
        id: String,
        at: Date,
        name: String,
        folder: String,
        bytes: Int64? = nil,
        keysBytes: Int64? = nil,
        seconds: Int64? = nil,
        rows: Int64? = nil,
        keysUntil: Date,
        verifiedAt: Date? = nil,
        deletedAt: Date? = nil
    ) {
        self.id = id
        self.at = at
        self.name = name
        self.folder = folder
        self.bytes = bytes
        self.keysBytes = keysBytes
        self.seconds = seconds
        self.rows = rows
        self.keysUntil = keysUntil
        self.verifiedAt = verifiedAt
        self.deletedAt = deletedAt
    }

    /// Whether it was finished.
    package var isWhole: Bool { bytes != nil }
}
