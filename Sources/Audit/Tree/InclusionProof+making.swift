extension InclusionProof {
    /// Proves a leaf of a tree of some size from the tiles of a tree of that size or more.
    ///
    /// It reads at most two tiles of each level.
    package static func make(
        index: Int64,
        size: Int64,
        tiles: some TreeTiles
    ) throws -> InclusionProof {
        guard index >= 0, index < size else { throw TreeError.outOfRange(index, size: size) }
        var reader = TreeReader(size: size, tiles: tiles)
        let path = try nodes(beside: index, size: size).map { try reader.hash(over: $0) }
        return InclusionProof(index: index, size: size, path: path)
    }

    /// The leaves under each node beside the way from a leaf up to the root.
    private static func nodes(beside index: Int64, size: Int64) -> [Range<Int64>] {
        var beside: [Range<Int64>] = []
        var leaves = 0..<size
        while leaves.count > 1 {
            let left = leaves.lowerBound..<leaves.middle
            let right = leaves.middle..<leaves.upperBound
            beside.append(left.contains(index) ? right : left)
            leaves = left.contains(index) ? left : right
        }
        return beside.reversed()
    }
}
