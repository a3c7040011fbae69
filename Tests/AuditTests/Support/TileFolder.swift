import Audit
import Foundation

/// A whole log in a temporary folder, as it would be served.
final class TileFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")

    init(_ tree: SampleTree, signer: NoteSigner) throws {
        let checkpoint = try Checkpoint(
            origin: signer.name,
            size: tree.frontier.size,
            root: tree.frontier.root
        )
        try write(Data(try checkpoint.signed(by: [signer]).encoded.utf8), at: "checkpoint")
        for tile in tree.tiles.all {
            try write(tile)
            guard tile.name.level == 0 else { continue }
            let start = Int(tile.name.index) * TileName.fullWidth
            let entries = Array(tree.entries[start...].prefix(tile.name.width))
            try write(try EntryBundle.encode(entries), at: tile.name.entriesPath)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func write(_ tile: Tile) throws {
        try write(tile.bytes, at: tile.name.path)
    }

    func write(_ bytes: Data, at path: String) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try bytes.write(to: file)
    }

    func read(_ path: String) throws -> Data {
        try Data(contentsOf: url.appending(path: path))
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: path))
    }
}
