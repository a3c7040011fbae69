/// Finds hashes of a tree of one size in its tiles, and reads each tile once.
struct TreeReader<Tiles: TreeTiles> {
    private let size: Int64
    private let tiles: Tiles
    private var known: [TileName: [TreeHash]] = [:]

    init(size: Int64, tiles: Tiles) {
        self.size = size
        self.tiles = tiles
    }

    /// The hash of the subtree over some leaves.
    ///
    /// The leaves must be those of a node of the tree, so they start at a multiple of a power of
    /// two that is not less than their number, and end there too or at the tree's end.
    mutating func hash(over leaves: Range<Int64>) throws -> TreeHash {
        .root(ofSubtrees: try subtrees(over: leaves))
    }

    /// The roots of the perfect subtrees over the leaves of a node, largest first.
    mutating func subtrees(over leaves: Range<Int64>) throws -> [TreeHash] {
        var subtrees: [TreeHash] = []
        var start = leaves.lowerBound
        while start < leaves.upperBound {
            let rest = leaves.upperBound - start
            let height = rest.bitWidth - 1 - rest.leadingZeroBitCount
            subtrees.append(try perfectSubtree(height: height, index: start >> height))
            start += 1 << height
        }
        return subtrees
    }

    private mutating func perfectSubtree(height: Int, index: Int64) throws -> TreeHash {
        let (level, rise) = height.quotientAndRemainder(dividingBy: 8)
        let first = index << rise
        let start = Int(first % Int64(TileName.fullWidth))
        let row = try hashes(of: level, tile: first / Int64(TileName.fullWidth))
        return .root(ofPerfect: row[start..<start + 1 << rise])
    }

    private mutating func hashes(of level: Int, tile index: Int64) throws -> [TreeHash] {
        let full = Int64(TileName.fullWidth)
        let rest = size >> (8 * level) - index * full
        let name = TileName(level: level, index: index, width: Int(min(rest, full)))
        if let hashes = known[name] { return hashes }
        let hashes = try tiles.hashes(in: name)
        known[name] = hashes
        return hashes
    }
}
