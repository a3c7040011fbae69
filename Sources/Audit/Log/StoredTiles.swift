import Database
import Foundation

/// The tiles of the tree, as the store holds them.
struct StoredTiles: TreeTiles {
    let connection: any SQLConnection

    func hashes(of level: Int, tile index: Int64, width: Int) throws -> [TreeHash] {
        guard let hashes = try all(of: level, tile: index), hashes.count >= width else {
            throw AuditDamage("audit_tile/\(level)/\(index)", "the tile is missing or too short")
        }
        return Array(hashes.prefix(width))
    }

    /// All that is known of a tile.
    func all(of level: Int, tile index: Int64) throws -> [TreeHash]? {
        try connection.rows(
            "SELECT hashes FROM audit_tile WHERE level = $1 AND tile = $2",
            [.integer(level), .integer(index)]
        ).first.flatMap { TreeHash.sequence(in: try $0.blob("hashes")) }
    }

    /// Stores tiles, each in place of what was known of it.
    func store(_ tiles: [Tile]) throws {
        let values = tiles.map { tile in
            [SQLValue.integer(tile.name.level), .integer(tile.name.index), .blob(tile.bytes)]
        }
        try connection.execute(forEach: values) { given in
            """
            INSERT INTO audit_tile (level, tile, hashes) VALUES \(given.list)
            ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes
            """
        }
    }
}
