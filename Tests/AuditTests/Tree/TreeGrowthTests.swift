import Audit
import Foundation
import Testing

@Suite struct TreeGrowthTests {
    @Test func `a tree of 70000 entries has the tiles of the specification's example`() throws {
        let tree = try SampleTree(size: 70_000, batch: 12_345)

        let names = tree.tiles.all.map(\.name)

        #expect(names.count { $0.level == 0 && $0.width == 256 } == 273)
        #expect(
            names.filter { $0.level > 0 || $0.width < 256 } == [
                TileName(level: 0, index: 273, width: 112),
                TileName(level: 1, index: 0, width: 256),
                TileName(level: 1, index: 1, width: 17),
                TileName(level: 2, index: 0, width: 1),
            ]
        )
        #expect(tree.frontier.root == Definition.root(tree.leaves[...]))
    }

    @Test func `each hash above is the root of the full tile below`() throws {
        let tree = try SampleTree.large.get()

        let above = tree.tiles.all.filter { $0.name.level == 1 }.flatMap(\.hashes)

        #expect(above.count == 257)
        for (index, hash) in above.enumerated() {
            #expect(hash == Definition.root(tree.leaves[(256 * index)...].prefix(256)))
        }
    }

    @Test(arguments: [1, 7, 255, 256, 257, 1000])
    func `tiles are the same in whatever batches the tree grows`(batch: Int) throws {
        let tree = try SampleTree(size: 1500, batch: batch)

        let atOnce = try SampleTree(size: 1500, batch: 1500)

        #expect(tree.tiles.all == atOnce.tiles.all)
        #expect(tree.frontier == atOnce.frontier)
    }

    @Test func `only tiles that changed are told, each as wide as it is now`() throws {
        let tree = try SampleTree(size: 250)
        let leaves = (0..<10).map { TreeHash.leaf(Data([$0])) }

        let growth = try tree.frontier.growing(by: leaves, from: tree.tiles)

        #expect(
            growth.tiles.map(\.name) == [
                TileName(level: 0, index: 0, width: 256), TileName(level: 0, index: 1, width: 4),
                TileName(level: 1, index: 0, width: 1),
            ]
        )
        #expect(growth.frontier.size == 260)
        #expect(growth.tiles[0].hashes == tree.leaves + leaves.prefix(6))
    }

    @Test func `nothing changes when no leaf is added`() throws {
        let tree = try SampleTree(size: 300)

        let growth = try tree.frontier.growing(by: [], from: tree.tiles)

        #expect(growth.frontier == tree.frontier)
        #expect(growth.tiles.isEmpty)
    }

    @Test func `a stored tile that was changed stops the tree from growing`() throws {
        let tree = try SampleTree(size: 300)

        for place in 256..<300 {
            var tiles = tree.tiles
            tiles.replace(level: 0, place: place, with: tree.leaves[place].flipping(bit: 3))
            #expect(
                throws: TreeError.contradiction(TileName(level: 0, index: 1, width: 44))
            ) {
                try tree.frontier.growing(by: [.empty], from: tiles)
            }
        }
    }

    @Test func `a stored tile that is too short stops the tree from growing`() throws {
        let tree = try SampleTree(size: 300)

        #expect(
            throws: TreeError.wrongWidth(TileName(level: 0, index: 1, width: 44), found: 0)
        ) {
            try tree.frontier.growing(by: [.empty], from: MemoryTiles())
        }
    }

    @Test func `a tile's file is read back, and no other length`() throws {
        let tile = try #require(try SampleTree(size: 5).tiles.all.first)

        #expect(tile.bytes.count == 160)
        #expect(Tile(name: tile.name, bytes: tile.bytes) == tile)
        #expect(Tile(name: tile.name, bytes: tile.bytes.dropLast(32)) == nil)
        #expect(Tile(name: tile.name, bytes: tile.bytes.dropLast()) == nil)
    }
}
