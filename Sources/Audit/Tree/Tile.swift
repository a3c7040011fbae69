package import Foundation

/// A tile of a tree with its hashes.
package struct Tile: Sendable, Equatable {
    /// Which tile it is, as wide as it has hashes.
    package let name: TileName
    /// The hashes, from left to right.
    package let hashes: [TreeHash]

    /// A tile of hashes; another number of them than the name says traps.
    package init(name: TileName, hashes: [TreeHash]) {
        precondition(hashes.count == name.width)
        self.name = name
        self.hashes = hashes
    }

    /// Reads a tile's file; nil when it is not as long as the name says.
    package init?(name: TileName, bytes: Data) {
        guard let hashes = TreeHash.sequence(in: bytes), hashes.count == name.width else {
            return nil
        }
        self.init(name: name, hashes: hashes)
    }

    /// The tile's file: its hashes one after another.
    package var bytes: Data {
        TreeHash.bytes(of: hashes)
    }
}
