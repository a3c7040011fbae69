/// The name and version of a contract, written `name/version`.
package struct ContractID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let name: String
    package let version: String

    /// Reads `name/version`, or nil when it is not that.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
            return nil
        }
        name = String(parts[0])
        version = String(parts[1])
    }

    /// Whether it can be a folder, and part of an address, everywhere: a name of small letters,
    /// digits and single hyphens, and a version of two numbers.
    package var isWellFormed: Bool {
        name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil
            && version.wholeMatch(of: /(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})/) != nil
    }

    /// Whether it describes a document of ours, not a partner's.
    package var isCanonical: Bool { ["referral", "acknowledgement"].contains(name) }

    package var description: String { "\(name)/\(version)" }

    /// Orders by name, then by version as numbers.
    package static func < (one: ContractID, other: ContractID) -> Bool {
        one.name == other.name
            ? one.version.numbers.lexicographicallyPrecedes(other.version.numbers)
            : one.name < other.name
    }
}

extension String {
    fileprivate var numbers: [Int] { split(separator: ".").map { Int($0) ?? 0 } }
}
