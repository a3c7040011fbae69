/// Reads the stored tiles of one tree.
package protocol TreeTiles {
    /// The first `width` hashes of a tile, which may have become wider since.
    func hashes(of level: Int, tile index: Int64, width: Int) throws -> [TreeHash]
}

extension TreeTiles {
    /// The hashes of a tile, exactly as many as its name says.
    func hashes(in name: TileName) throws -> [TreeHash] {
        let hashes = try hashes(of: name.level, tile: name.index, width: name.width)
        guard hashes.count == name.width else {
            throw TreeError.wrongWidth(name, found: hashes.count)
        }
        return hashes
    }
}
