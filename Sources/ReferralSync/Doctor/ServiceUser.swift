import Foundation
import Portal
import Referrals

/// Whose service runs here, and so what of it this user may see.
struct ServiceUser {
    /// This user, as the service sees whoever asks.
    let caller: Caller
    /// Whether the service is another user's, whose files this one need not be able to read.
    let isAnother: Bool

    init(_ settings: Settings) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: settings.socket)
        let owner = (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value ?? geteuid()
        caller = settings.access.caller(.current, owner: owner)
        isAnother = owner != geteuid() && geteuid() != 0
    }

    /// That something is not looked at, if this user may rightly not read one of its files.
    func skipped(_ name: String, _ files: [URL]) -> Check? {
        guard isAnother, let file = files.first(where: Self.isClosed) else { return nil }
        return .skip(
            name,
            "this user may not read \(file.path). Ask as the service's user or as root."
        )
    }

    /// That the service is not asked for something, if this user has none of the roles.
    func skipped(_ name: String, without roles: Role...) -> Check? {
        guard caller.roles.isDisjoint(with: roles + [.administrator]) else { return nil }
        let needed = roles.map(\.rawValue).joined(separator: " or ")
        return .skip(name, "the service is not asked: this user has not the role \(needed).")
    }

    /// Whether a file, or a folder on the way to it, is closed to this user.
    private static func isClosed(_ file: URL) -> Bool {
        unsafe access(file.path, R_OK) != 0 && errno == EACCES
    }
}
