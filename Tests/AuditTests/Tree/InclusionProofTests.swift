import Audit
import Foundation
import Testing

@Suite struct InclusionProofTests {
    @Test func `proofs of the reference tree are those of Certificate Transparency`() throws {
        let tree = try SampleTree(entries: ReferenceTree.entries)

        for (index, size, path) in ReferenceTree.inclusion {
            let proof = try InclusionProof.make(index: index, size: size, tiles: tree.tiles)
            #expect(proof.path.map(\.hex) == path)
        }
    }

    @Test func `every proof of every small tree is that of the definition and verifies`() throws {
        let tree = try SampleTree(size: 70)

        for size in 1...70 {
            let root = tree.root(at: size)
            for index in 0..<size {
                let proof = try InclusionProof.make(
                    index: Int64(index),
                    size: Int64(size),
                    tiles: tree.tiles
                )
                #expect(proof.path == Definition.path(index, tree.leaves[..<size]))
                #expect(proof.verify(leaf: tree.leaves[index], root: root))
            }
        }
    }

    @Test func `proofs of trees of several levels verify`() throws {
        let tree = try SampleTree.large.get()

        for size in [255, 256, 257, 511, 513, 5000, 65_535, 65_536, 65_537, 65_793, 66_000] {
            let root = tree.root(at: size)
            let indexes = [0, 1, 254, 255, 256, 257, 65_535, 65_536, size / 3, size - 2, size - 1]
            for index in Set(indexes) where index < size {
                let proof = try InclusionProof.make(
                    index: Int64(index),
                    size: Int64(size),
                    tiles: tree.tiles
                )
                #expect(proof.verify(leaf: tree.leaves[index], root: root), "\(index) of \(size)")
            }
        }
    }

    @Test func `making a proof reads at most two tiles of each level, each once`() throws {
        let tiles = CountedTiles(try SampleTree.large.get().tiles)

        _ = try InclusionProof.make(index: 1234, size: 65_999, tiles: tiles)

        #expect(Set(tiles.read).count == tiles.read.count)
        #expect((0..<3).allSatisfy { level in tiles.read.count { $0.level == level } <= 2 })
        #expect(tiles.read.allSatisfy { $0.level < 3 })
    }

    @Test(arguments: [1, 2, 7, 8, 21])
    func `one flipped bit anywhere refuses the proof`(size: Int) throws {
        let tree = try SampleTree(size: size)
        let root = tree.frontier.root

        for index in [0, size / 2, size - 1] {
            let leaf = tree.leaves[index]
            let proof = try InclusionProof.make(
                index: Int64(index),
                size: Int64(size),
                tiles: tree.tiles
            )
            #expect(proof.verify(leaf: leaf, root: root))
            for bit in 0..<256 {
                #expect(!proof.verify(leaf: leaf.flipping(bit: bit), root: root))
                #expect(!proof.verify(leaf: leaf, root: root.flipping(bit: bit)))
                for place in proof.path.indices {
                    var path = proof.path
                    path[place] = path[place].flipping(bit: bit)
                    let other = InclusionProof(index: proof.index, size: proof.size, path: path)
                    #expect(!other.verify(leaf: leaf, root: root))
                }
            }
        }
    }

    @Test func `a proof holds for no other index and with no other hashes`() throws {
        let tree = try SampleTree(size: 21)
        let root = tree.frontier.root

        for index in 0..<21 {
            let leaf = tree.leaves[index]
            let path = try InclusionProof.make(index: Int64(index), size: 21, tiles: tree.tiles)
                .path
            let paths = [
                Array(path.dropLast()), Array(path.dropFirst()), path + [root], [leaf] + path, [],
            ]
            for other in paths {
                let proof = InclusionProof(index: Int64(index), size: 21, path: other)
                #expect(!proof.verify(leaf: leaf, root: root))
            }
            for other in -3...30 where other != index {
                let proof = InclusionProof(index: Int64(other), size: 21, path: path)
                #expect(!proof.verify(leaf: leaf, root: root))
            }
        }
    }

    @Test func `a proof of a larger tree is not one of a smaller, nor the other way`() throws {
        let tree = try SampleTree(size: 3)
        let last = try InclusionProof.make(index: 2, size: 3, tiles: tree.tiles)
        let first = try InclusionProof.make(index: 0, size: 2, tiles: tree.tiles)

        let smaller = InclusionProof(index: 0, size: 1, path: last.path)
        let larger = InclusionProof(index: 0, size: 3, path: first.path)

        #expect(!smaller.verify(leaf: tree.leaves[2], root: tree.root(at: 3)))
        #expect(!larger.verify(leaf: tree.leaves[0], root: tree.root(at: 2)))
    }

    @Test(arguments: [(0, 0), (5, 5), (6, 5), (-1, 5), (0, -1), (.min, .min), (.max, .max)])
    func `a leaf outside the tree has no proof`(index: Int64, size: Int64) throws {
        let tiles = try SampleTree(size: 5).tiles

        #expect(throws: TreeError.outOfRange(index, size: size)) {
            try InclusionProof.make(index: index, size: size, tiles: tiles)
        }
        #expect(
            !InclusionProof(index: index, size: size, path: []).verify(leaf: .empty, root: .empty)
        )
    }

    @Test func `a proof has hashes in base64 as JSON, and is read back`() throws {
        let tree = try SampleTree(size: 5)
        let proof = try InclusionProof.make(index: 4, size: 5, tiles: tree.tiles)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]

        let json = try encoder.encode(proof)

        let left = tree.root(at: 4).base64
        #expect(
            String(bytes: json, encoding: .utf8) == #"{"index":4,"path":["\#(left)"],"size":5}"#
        )
        #expect(try JSONDecoder().decode(InclusionProof.self, from: json) == proof)
    }
}
