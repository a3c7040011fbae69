/// Why a part of the tree cannot be made or read.
package enum TreeError: Error, Equatable, Sendable {
    /// An entry is longer than an entry bundle can say.
    case entryTooLong(byteCount: Int)
    /// An entry bundle ends inside an entry.
    case truncatedBundle
    /// A tree of this size has no such leaf or earlier size.
    case outOfRange(Int64, size: Int64)
    /// A stored tile does not have the hashes that it was asked for.
    case wrongWidth(TileName, found: Int)
    /// A stored tile does not hash to what is known of the tree.
    case contradiction(TileName)
}
