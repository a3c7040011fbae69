package import Database
package import Foundation

extension TileName {
    /// Every tile of a tree, as wide as it is.
    package static func all(in size: Int64) -> [TileName] {
        var (names, level, count): ([TileName], Int, Int64) = ([], 0, size)
        let full = Int64(fullWidth)
        while count > 0 {
            names += stride(from: 0, to: count, by: fullWidth).map { first in
                TileName(
                    level: level,
                    index: first / full,
                    width: Int(min(full, count - first))
                )
            }
            (level, count) = (level + 1, count / full)
        }
        return names
    }
}

extension AuditLog {
    /// A tile's bytes.
    package static func tile(_ name: TileName, on connection: any SQLConnection) throws -> Data {
        let tiles = StoredTiles(connection: connection)
        return Tile(
            name: name,
            hashes: try tiles.hashes(of: name.level, tile: name.index, width: name.width)
        ).bytes
    }

    /// The entries under a tile of the lowest level.
    package static func bundle(_ name: TileName, on connection: any SQLConnection) throws -> Data {
        let first = name.index * Int64(TileName.fullWidth)
        return try EntryBundle.encode(
            try connection.rows(
                """
                SELECT entry FROM audit_entry WHERE position >= $1 AND position < $2
                ORDER BY position
                """,
                [.integer(first), .integer(first + Int64(name.width))]
            ).map { Data(try $0.text("entry").utf8) }
        )
    }
}
