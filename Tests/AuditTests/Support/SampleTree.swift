import Audit
import Foundation

/// A tree of sample entries with its tiles.
struct SampleTree {
    /// A tree of three levels, made once because it takes a while.
    static let large = Result { try SampleTree(size: 66_000) }

    let entries: [Data]
    let leaves: [TreeHash]
    private(set) var frontier = TreeFrontier()
    private(set) var tiles = MemoryTiles()

    init(size: Int, batch: Int = 1000) throws {
        try self.init(entries: (0..<size).map { Data("entry \($0)".utf8) }, batch: batch)
    }

    init(entries: [Data], batch: Int = 1000) throws {
        self.entries = entries
        leaves = entries.map(TreeHash.leaf)
        for start in stride(from: 0, to: leaves.count, by: batch) {
            let growth = try frontier.growing(by: leaves[start...].prefix(batch), from: tiles)
            tiles.keep(growth.tiles)
            frontier = growth.frontier
        }
    }

    /// The root at an earlier size, by definition.
    func root(at size: Int) -> TreeHash {
        Definition.root(leaves[..<size])
    }
}
