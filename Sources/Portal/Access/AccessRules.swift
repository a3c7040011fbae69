package import Referrals

/// Who has which role, as the settings say; whoever is not named has none.
package struct AccessRules: Sendable, Equatable {
    /// Somebody who may be given a role.
    package enum Grantee: Sendable, Equatable, Hashable {
        case user(String)
        case group(String)
        /// A client's certificate, by SHA-256 of its public key, `sha256//…`.
        case certificate(String)

        /// Reads `user:NAME`, `group:NAME` or `certificate:sha256//…`.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, !parts[1].isEmpty else { return nil }
            switch parts[0] {
            case "user": self = .user(parts[1])
            case "group": self = .group(parts[1])
            case "certificate" where ClientPin.isOne(parts[1]): self = .certificate(parts[1])
            default: return nil
            }
        }

        /// Whether this machine knows no such user or group.
        package var isUnknownHere: Bool {
            switch self {
            case .user(let name): !SystemUser.isThere(name)
            case .group(let name): !SystemUser.isGroupThere(name)
            case .certificate: false
            }
        }

        /// As it is written.
        package var text: String {
            switch self {
            case .user(let name): "user:\(name)"
            case .group(let name): "group:\(name)"
            case .certificate(let pin): "certificate:\(pin)"
            }
        }
    }

    package var grants: [Role: [Grantee]]

    /// Gives roles.
    package init(grants: [Role: [Grantee]] = [:]) { self.grants = grants }

    /// The users and groups that are named and that this machine does not know.
    package var unknown: [Grantee] {
        Set(grants.values.joined()).filter(\.isUnknownHere).sorted { $0.text < $1.text }
    }

    /// Whether local users other than the service's own are named.
    var nameOthers: Bool {
        grants.values.joined().contains {
            switch $0 {
            case .user, .group: true
            case .certificate: false
            }
        }
    }

    /// What a local user may do.
    ///
    /// The service's own user and root could read the key and the store anyway, so they are
    /// administrators; hiding that would protect nothing.
    package func caller(_ user: SystemUser, owner: UInt32) -> Caller {
        if user.id == 0 || user.id == owner {
            return Caller(name: user.name, roles: [.administrator])
        }
        let roles = grants.filter { _, grantees in
            grantees.contains {
                switch $0 {
                case .user(let name): name == user.name
                case .group(let name): user.groups.contains(name)
                case .certificate: false
                }
            }
        }
        return Caller(name: user.name, roles: Set(roles.keys))
    }

    /// Whoever showed a certificate; nil when it was given no role.
    func caller(withPin pin: String) -> Caller? {
        let roles = Set(grants.filter { $0.value.contains(.certificate(pin)) }.keys)
        return roles.isEmpty ? nil : Caller(name: "certificate \(pin)", roles: roles)
    }
}
