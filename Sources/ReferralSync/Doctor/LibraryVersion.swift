/// A version of a library, as numbers with dots.
struct LibraryVersion: Comparable {
    let numbers: [Int]

    init(_ text: String) {
        numbers = text.split(separator: ".").map { part in Int(part.prefix(while: \.isNumber)) ?? 0
        }
    }

    static func < (one: LibraryVersion, other: LibraryVersion) -> Bool {
        one.numbers.lexicographicallyPrecedes(other.numbers)
    }

    /// Whether this SQLite may lose commits when two connections write at the same moment
    /// (sqlite.org/wal.html#walresetbug; mended in 3.51.3, and in 3.50.7 and 3.44.6).
    var hasWALResetBug: Bool {
        let mendedBranches = [LibraryVersion("3.44.6"), LibraryVersion("3.50.7")]
        let isMended = mendedBranches.contains { mended in
            numbers.prefix(2) == mended.numbers.prefix(2) && self >= mended
        }
        return !isMended && self >= LibraryVersion("3.7.0") && self < LibraryVersion("3.51.3")
    }
}
