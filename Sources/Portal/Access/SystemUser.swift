import Foundation

/// A user of this machine.
package struct SystemUser: Sendable, Equatable {
    package let id: UInt32
    package let name: String
    package let groups: Set<String>

    /// Describes a user.
    package init(id: UInt32, name: String, groups: Set<String>) {
        self.id = id
        self.name = name
        self.groups = groups
    }

    /// The user with an ID; one without a name is known by the number.
    package init(id: UInt32) {
        self.id = id
        var (names, groupIDs): (String?, [gid_t]) = (nil, [])
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>? = nil
        var buffer = [CChar](repeating: 0, count: 16_384)
        if unsafe getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0,
            unsafe found != nil
        {
            names = unsafe String(cString: entry.pw_name)
            var count: Int32 = 256
            groupIDs = [gid_t](repeating: 0, count: Int(count))
            let result = unsafe getgrouplist(entry.pw_name, entry.pw_gid, &groupIDs, &count)
            groupIDs = result < 0 ? [] : Array(groupIDs.prefix(Int(count)))
        }
        name = names ?? "user \(id)"
        groups = Set(groupIDs.compactMap(Self.groupName))
    }

    private static func groupName(_ id: gid_t) -> String? {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>? = nil
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard unsafe getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0,
            unsafe found != nil
        else { return nil }
        return unsafe String(cString: entry.gr_name)
    }

    /// Whether the machine has a user of this name.
    static func isThere(_ name: String) -> Bool {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>? = nil
        var buffer = [CChar](repeating: 0, count: 16_384)
        let result = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        let isFound = unsafe found != nil
        return result == 0 && isFound
    }

    /// Whether the machine has a group of this name.
    static func isGroupThere(_ name: String) -> Bool {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>? = nil
        var buffer = [CChar](repeating: 0, count: 65_536)
        let result = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
        let isFound = unsafe found != nil
        return result == 0 && isFound
    }

    /// The user of this process.
    package static var current: SystemUser { SystemUser(id: geteuid()) }
}
