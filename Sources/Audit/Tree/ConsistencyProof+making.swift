extension ConsistencyProof {
    /// Proves two sizes of a tree from its tiles at the later size or after.
    ///
    /// It reads at most two tiles of each level.
    package static func make(
        from: Int64,
        to: Int64,
        tiles: some TreeTiles
    ) throws -> ConsistencyProof {
        guard from >= 0, from <= to else { throw TreeError.outOfRange(from, size: to) }
        var reader = TreeReader(size: to, tiles: tiles)
        let path = try nodes(from: from, to: to).map { try reader.hash(over: $0) }
        return ConsistencyProof(from: from, to: to, path: path)
    }

    /// The leaves under each node of the proof (RFC 6962 §2.1.2).
    private static func nodes(from: Int64, to: Int64) -> [Range<Int64>] {
        guard from > 0 else { return [] }
        var beside: [Range<Int64>] = []
        var leaves = 0..<to
        while leaves.upperBound > from {
            let left = leaves.lowerBound..<leaves.middle
            let right = leaves.middle..<leaves.upperBound
            beside.append(from <= left.upperBound ? right : left)
            leaves = from <= left.upperBound ? left : right
        }
        // The whole earlier tree is not in the proof: who verifies it has its root.
        if leaves.lowerBound > 0 { beside.append(leaves) }
        return beside.reversed()
    }
}
