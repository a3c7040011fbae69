extension TreeFrontier {
    /// A tree of some size, read from the tiles of a tree of that size or more.
    package init(size: Int64, from tiles: some TreeTiles) throws {
        guard size >= 0 else { throw TreeError.outOfRange(size, size: size) }
        var reader = TreeReader(size: size, tiles: tiles)
        let subtrees = try reader.subtrees(over: 0..<size)
        guard let frontier = Self(size: size, nodes: subtrees) else {
            preconditionFailure("a size has one subtree for each bit")
        }
        self = frontier
    }

    /// Appends leaves, and works out what tiles this changes.
    ///
    /// It reads the partial tiles that become wider, and throws `TreeError.contradiction` when one
    /// of them does not hash to this frontier.
    package func growing(
        by leaves: some Sequence<TreeHash>,
        from tiles: some TreeTiles
    ) throws -> TreeGrowth {
        var grown = self
        var added: [[TreeHash]] = []
        for leaf in leaves {
            grown.append(leaf) { height, hash in
                guard height.isMultiple(of: 8) else { return }
                if added.count == height / 8 { added.append([]) }
                added[height / 8].append(hash)
            }
        }
        var changed: [Tile] = []
        for (level, hashes) in added.enumerated() {
            changed += try self.tiles(of: level, widenedBy: hashes, from: tiles)
        }
        return TreeGrowth(frontier: grown, tiles: changed)
    }

    private func tiles(
        of level: Int,
        widenedBy added: [TreeHash],
        from tiles: some TreeTiles
    ) throws -> [Tile] {
        let full = Int64(TileName.fullWidth)
        let count = size >> (8 * level)
        var row: [TreeHash] = []
        if count % full > 0 {
            let name = TileName(level: level, index: count / full, width: Int(count % full))
            row = try tiles.hashes(in: name)
            guard isAgreed(row, at: level) else { throw TreeError.contradiction(name) }
        }
        row += added
        return stride(from: 0, to: row.count, by: TileName.fullWidth).map { start in
            let hashes = Array(row[start...].prefix(TileName.fullWidth))
            let index = count / full + Int64(start) / full
            return Tile(
                name: TileName(level: level, index: index, width: hashes.count),
                hashes: hashes
            )
        }
    }

    /// Whether the hashes of a partial tile make up the subtrees of its level.
    private func isAgreed(_ row: [TreeHash], at level: Int) -> Bool {
        var start = 0
        for height in (0..<8).reversed() where (row.count >> height) & 1 == 1 {
            let end = start + 1 << height
            guard .root(ofPerfect: row[start..<end]) == node(atHeight: 8 * level + height) else {
                return false
            }
            start = end
        }
        return true
    }
}
