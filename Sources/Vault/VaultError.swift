/// Why a key or a sealed value could not be used.
package enum VaultError: Error, Equatable, Sendable {
    /// There is no key file at this path.
    case keyFileMissing(path: String)
    /// Others than its owner may read or write the key file.
    case keyFileNotPrivate(path: String)
    /// The key file belongs to another user.
    case keyFileOfAnotherUser(path: String)
    /// The system refused to read or write the key file; the text is the system's reason.
    case keyFileInaccessible(path: String, reason: String)
    /// The file is there, but it is not a key file of ours.
    case keyFileMalformed(path: String)
    /// A key file is never overwritten: what it protects would be lost.
    case keyFileExists(path: String)
    /// There is no room for another key in the file.
    case keyFileFull(path: String)
    /// The file is a credential of systemd, which only its source can change.
    case keyFileIsCredential(path: String)
    /// No key with this identifier is in the file, or it is the only one.
    case keyNotInFile(id: String, path: String)
    /// A key has the wrong length or its identifier has other characters than `0-9`, `a-z`, `-`.
    case malformedKey
    /// A key was wrapped by another than those at hand.
    case wrongKey(needed: String, given: String)
    /// A child's key does not open: the row was altered, or the key file holds a wrong key.
    case keyTampered(id: String)
    /// A sealed value does not open under its child's key at this place.
    case tampered(SealedPlace)
    /// The store holds no key with this identifier.
    case unknownKey(id: String)
    /// The child's key was destroyed: nothing of the child can be opened any more.
    case erased(id: String)
    /// The cryptographic library refused to seal; nothing was stored.
    case sealingFailed

    /// Whether it is about one child's data, so that all other work can go on.
    package var isOfOneChild: Bool {
        switch self {
        case .keyTampered, .tampered, .unknownKey, .erased: true
        default: false
        }
    }

    /// What happened and what to do, in sentences for the operator; holds no personal data.
    package var message: String {
        switch self {
        case .keyFileMissing(let path):
            "There is no key file at \(path). Put the key file back from its safe copy, or name "
                + "its place in the settings; without it nothing stored can be read."
        case .keyFileNotPrivate(let path):
            "The key file \(path) is open to other users. Run: chmod 600 \(path)"
        case .keyFileOfAnotherUser(let path):
            "The key file \(path) belongs to another user. Give the command as that user (runuser -u NAME "
                + "-- …); or, while the service runs, as a user who has a role in the settings (roles), "
                + "for whom the service does it."
        case .keyFileInaccessible(let path, let reason):
            "The key file \(path) cannot be used: \(reason). Check the path and its permissions."
        case .keyFileMalformed(let path):
            "The file \(path) is not a key file. It should be a line for each key, each once: "
                + "\(KeyFile.marker) ID KEY. Put the key file back from its safe copy."
        case .keyFileExists(let path):
            "There is a key file at \(path) already, and it is never overwritten. Use it, or "
                + "choose another path."
        case .keyFileFull(let path):
            "The key file \(path) holds \(KeyRing.keysMax) keys, the most there may be. Take out those "
                + "that are not used any more: referral-sync keys list, then keys retire ID"
        case .keyFileIsCredential(let path):
            "The key file \(path) is a credential of systemd, which cannot be changed in place. Give "
                + "the command the file that the credential is made from, "
                + "REFERRAL_SYNC_KEY_FILE=FILE, then make the credential anew and restart the service."
        case .keyNotInFile(let id, let path):
            "The key file \(path) holds no key \(id) beside another. What there is: referral-sync keys "
                + "list"
        case .malformedKey:
            "A key must be 32 bytes, and its identifier made of the characters 0-9, a-z and -."
        case .wrongKey(let needed, let given):
            "The store is sealed under the key \(needed), but the key file holds \(given). Copy the "
                + "key file of another service on the store, or use the one that belongs to this store; "
                + "for a store from an older backup put the line of \(needed) back from its safe copy."
        case .keyTampered(let id):
            "The stored key \(id) does not open: its row was altered, or the key file holds a "
                + "wrong key. Use the key file that belongs to this store, or restore a backup."
        case .tampered(let place):
            "A sealed value in \(place.table), row \(place.row), does not open: it was altered or "
                + "moved. Restore it from a backup and find out who can write to the store."
        case .unknownKey(let id):
            "The store holds no key \(id): what it sealed was erased, or the store is incomplete."
        case .erased(let id):
            "The child's data was erased: key \(id) was destroyed. Only references are left."
        case .sealingFailed:
            "The cryptographic library refused to seal a value; nothing was stored. Please report "
                + "this."
        }
    }
}
