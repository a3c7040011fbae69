/// Which tile of a tree, and how wide (https://c2sp.org/tlog-tiles).
package struct TileName: Sendable, Hashable {
    /// How many hashes a full tile has.
    package static let fullWidth = 256

    /// 0 for leaf hashes; each level above has one hash for each full tile.
    package let level: Int
    /// The tile's place in its level, from 0.
    package let index: Int64
    /// How many hashes the tile has, 1 to 256.
    package let width: Int

    /// Names a tile; numbers that no tile can have trap.
    package init(level: Int, index: Int64, width: Int = Self.fullWidth) {
        precondition(Self.isPossible(level: level, index: index, width: width))
        self.level = level
        self.index = index
        self.width = width
    }

    /// The path of the tile's hashes, such as `tile/0/x001/234` or `tile/1/000.p/5`.
    package var path: String {
        "tile/\(level)/\(place)"
    }

    /// The path of the entries whose hashes are in this tile, which is of level 0.
    package var entriesPath: String {
        "tile/entries/\(place)"
    }

    static func isPossible(level: Int, index: Int64, width: Int) -> Bool {
        (0...63).contains(level) && index >= 0 && (1...fullWidth).contains(width)
    }

    private var place: String {
        var path = Self.threeDigits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            path = "x\(Self.threeDigits(rest % 1000))/\(path)"
            rest /= 1000
        }
        return width == Self.fullWidth ? path : "\(path).p/\(width)"
    }

    private static func threeDigits(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
