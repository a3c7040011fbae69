/// Why a backup cannot be made, read or restored.
package enum BackupError: Error, Equatable, Sendable {
    /// The order cannot be carried out as it is; the text says what to give instead.
    case badOrder(String)
    /// There is no such file.
    case missing(path: String)
    /// There are no children's keys beside the backup.
    case keysMissing(path: String)
    /// The children's keys are of an older backup than the one that they were given with.
    case keysOlder(path: String, than: String)
    /// The system refused to read; the text is its reason.
    case cannotRead(path: String, reason: String)
    /// The system refused to write; the text is its reason.
    case cannotWrite(path: String, reason: String)
    /// A backup is never overwritten.
    case exists(path: String)
    /// Another process makes a backup of this name.
    case beingMade(path: String)
    /// The making was stopped before it was whole.
    case interrupted
    /// The file is something else.
    case notABackup(path: String)
    /// The file is not what was written; the text says where it differs.
    case damaged(path: String, String)
    /// The file was sealed under another key than the one at hand.
    case wrongKey(path: String, needed: String, given: String)
    /// A newer version of this program made it.
    case newer(path: String, program: String)
    /// The store that is to be filled holds something; the text says what.
    case notEmpty(String)
    /// A service works on the store that is to be filled.
    case inUse(host: String)
    /// What was restored is not what it should be.
    case unsound([String])

    /// What sort of thing went wrong.
    package enum Kind: Sendable {
        case badOrder, missing, cannotWrite, wrongKey, badData, unavailable, tryLater
    }

    /// What sort of thing went wrong.
    package var kind: Kind {
        switch self {
        case .badOrder: .badOrder
        case .missing, .keysMissing, .cannotRead: .missing
        case .cannotWrite, .exists: .cannotWrite
        case .wrongKey: .wrongKey
        case .keysOlder, .notABackup, .damaged, .newer, .notEmpty, .unsound: .badData
        case .inUse: .unavailable
        case .beingMade, .interrupted: .tryLater
        }
    }

    /// What happened and what to do, in sentences; holds no personal data.
    package var message: String {
        switch self {
        case .badOrder(let text): text
        case .missing(let path): "There is no file \(path). Give the path of a NAME.backup."
        case .keysMissing(let path):
            "There are no children's keys at \(path). Give the file with --keys; also that of a newer "
                + "backup fits, and without any the backup cannot be read."
        case .keysOlder(let path, let backup):
            "The children's keys of \(path) are older than \(backup), and lack those of children who came "
                + "after them. Give its own or a newer NAME.keys; without one, restore a backup that is "
                + "not newer than these keys."
        case .cannotRead(let path, let reason):
            "The file \(path) cannot be read: \(reason). Check the path and its permissions."
        case .cannotWrite(let path, let reason):
            "The backup cannot be written to \(path): \(reason). Its folder must be there, with room and "
                + "permission to write; mend that, or name another. Nothing half made was left."
        case .exists(let path):
            "There is a file \(path) already, and backups are never overwritten. Choose another name."
        case .beingMade(let path):
            "Another process is writing \(path) at this moment. Wait for it, or choose another name."
        case .interrupted: "The backup was stopped before it was whole. Make it again."
        case .notABackup(let path):
            "The file \(path) is not a backup of this program. Give a NAME.backup, and with --keys a "
                + "NAME.keys."
        case .damaged(let path, let place):
            "The file \(path) is not as it was written: \(place). Use another copy of it, or another "
                + "backup."
        case .wrongKey(let path, let needed, let given):
            "The file \(path) was sealed under the key \(needed), and the key file holds \(given). If that "
                + "key was retired since, put its line back from its safe copy, below the others; if "
                + "the backup is of another store, name that store's key file in the settings: keyFile"
        case .newer(let path, let program):
            "The file \(path) was made by version \(program), which is newer than this program. Install "
                + "that version."
        case .notEmpty(let what):
            "The store is not empty: \(what). Restore into a store that does not exist yet: name "
                + "another one with --store, or move this one away."
        case .inUse(let host): "A service on \(host) works on this store. Stop it first."
        case .unsound(let complaints):
            "The backup cannot be used: " + complaints.joined(separator: " ")
        }
    }
}
