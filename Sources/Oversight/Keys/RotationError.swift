/// Why keys were not wrapped anew.
package enum RotationError: Error, Equatable, Sendable {
    /// Processes at work on the store have not read the new key.
    case lacked(key: String, by: [String])
    /// Another key is the newest.
    case changed(from: String, to: String)

    /// What to do about it, in sentences.
    package var message: String {
        switch self {
        case .lacked(let key, let hosts):
            "Nothing was changed: the key \(key) is not known to \(hosts.joined(separator: ", ")). "
                + "Copy the key file there, wait ten seconds, and give the same command again. A "
                + "service of an older version must be replaced first; one whose key file is a "
                + "credential of systemd must be restarted."
        case .changed(let old, let new):
            "The key file was changed meanwhile, or the service has another: its newest key is \(new), not "
                + "\(old). Give the same command again."
        }
    }
}
