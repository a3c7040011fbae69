import Foundation

/// Who runs the command.
enum Person {
    /// The user at the keyboard, also behind sudo.
    static var current: String {
        let behind = ProcessInfo.processInfo.environment["SUDO_USER"] ?? ""
        return behind.isEmpty ? NSUserName() : behind
    }
}
