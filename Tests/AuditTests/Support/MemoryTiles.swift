import Audit

/// Keeps a tree's tiles in memory, each level as one row.
struct MemoryTiles: TreeTiles {
    private var rows: [[TreeHash]] = []

    mutating func keep(_ tiles: [Tile]) {
        for tile in tiles {
            if rows.count == tile.name.level { rows.append([]) }
            let start = Int(tile.name.index) * TileName.fullWidth
            rows[tile.name.level].replaceSubrange(start..., with: tile.hashes)
        }
    }

    mutating func replace(level: Int, place: Int, with hash: TreeHash) {
        rows[level][place] = hash
    }

    func hashes(of level: Int, tile index: Int64, width: Int) throws -> [TreeHash] {
        guard rows.indices.contains(level) else { return [] }
        return Array(rows[level].dropFirst(Int(index) * TileName.fullWidth).prefix(width))
    }

    /// Every tile of the tree, as wide as it is.
    var all: [Tile] {
        rows.enumerated().flatMap { level, row in
            stride(from: 0, to: row.count, by: TileName.fullWidth).map { start in
                let hashes = Array(row[start...].prefix(TileName.fullWidth))
                let index = Int64(start / TileName.fullWidth)
                return Tile(
                    name: TileName(level: level, index: index, width: hashes.count),
                    hashes: hashes
                )
            }
        }
    }
}
