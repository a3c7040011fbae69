import Audit

/// Tells which tiles were read.
final class CountedTiles: TreeTiles {
    private let tiles: MemoryTiles
    private(set) var read: [TileName] = []

    init(_ tiles: MemoryTiles) {
        self.tiles = tiles
    }

    func hashes(of level: Int, tile index: Int64, width: Int) throws -> [TreeHash] {
        read.append(TileName(level: level, index: index, width: width))
        return try tiles.hashes(of: level, tile: index, width: width)
    }
}
