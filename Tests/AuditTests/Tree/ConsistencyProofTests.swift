import Audit
import Foundation
import Testing

@Suite struct ConsistencyProofTests {
    @Test func `proofs of the reference tree are those of Certificate Transparency`() throws {
        let tree = try SampleTree(entries: ReferenceTree.entries)

        for (from, to, path) in ReferenceTree.consistency {
            let proof = try ConsistencyProof.make(from: from, to: to, tiles: tree.tiles)
            #expect(proof.path.map(\.hex) == path)
        }
    }

    @Test func `every pair of small trees has the proof of the definition, and it verifies`() throws
    {
        let tree = try SampleTree(size: 70)
        let roots = (0...70).map { tree.root(at: $0) }

        for to in 0...70 {
            for from in 0...to {
                let proof = try ConsistencyProof.make(
                    from: Int64(from),
                    to: Int64(to),
                    tiles: tree.tiles
                )
                let defined = from == 0 ? [] : Definition.proof(from, tree.leaves[..<to])
                #expect(proof.path == defined)
                #expect(proof.verify(oldRoot: roots[from], newRoot: roots[to]))
            }
        }
    }

    @Test func `trees of several levels are consistent`() throws {
        let tree = try SampleTree.large.get()
        let sizes = [1, 100, 255, 256, 257, 5000, 65_535, 65_536, 65_537, 65_793, 66_000]
        let roots = sizes.map { tree.root(at: $0) }

        for (to, newRoot) in zip(sizes, roots) {
            for (from, oldRoot) in zip(sizes, roots) where from <= to {
                let proof = try ConsistencyProof.make(
                    from: Int64(from),
                    to: Int64(to),
                    tiles: tree.tiles
                )
                #expect(proof.verify(oldRoot: oldRoot, newRoot: newRoot), "\(from) to \(to)")
            }
        }
    }

    @Test func `making a proof reads at most two tiles of each level, each once`() throws {
        let tiles = CountedTiles(try SampleTree.large.get().tiles)

        _ = try ConsistencyProof.make(from: 1235, to: 65_999, tiles: tiles)

        #expect(Set(tiles.read).count == tiles.read.count)
        #expect((0..<3).allSatisfy { level in tiles.read.count { $0.level == level } <= 2 })
    }

    @Test(arguments: [(1, 2), (3, 7), (4, 7), (6, 8), (8, 21), (13, 21), (21, 21)])
    func `one flipped bit anywhere refuses the proof`(from: Int, to: Int) throws {
        let tree = try SampleTree(size: to)
        let old = tree.root(at: from)
        let new = tree.root(at: to)
        let proof = try ConsistencyProof.make(from: Int64(from), to: Int64(to), tiles: tree.tiles)

        #expect(proof.verify(oldRoot: old, newRoot: new))
        for bit in 0..<256 {
            #expect(!proof.verify(oldRoot: old.flipping(bit: bit), newRoot: new))
            #expect(!proof.verify(oldRoot: old, newRoot: new.flipping(bit: bit)))
            for place in proof.path.indices {
                var path = proof.path
                path[place] = path[place].flipping(bit: bit)
                let other = ConsistencyProof(from: proof.from, to: proof.to, path: path)
                #expect(!other.verify(oldRoot: old, newRoot: new))
            }
        }
    }

    @Test func `a proof holds with no other hashes`() throws {
        let tree = try SampleTree(size: 21)
        let new = tree.root(at: 21)

        for from in 1...21 {
            let old = tree.root(at: from)
            let path = try ConsistencyProof.make(from: Int64(from), to: 21, tiles: tree.tiles).path
            let others = [path + [new], [old] + path] + (from < 21 ? [[], path.dropLast()] : [])
            for other in others {
                let proof = ConsistencyProof(from: Int64(from), to: 21, path: other)
                #expect(!proof.verify(oldRoot: old, newRoot: new), "\(from)")
            }
        }
    }

    @Test func `a proof of larger trees is not one of smaller, nor the other way`() throws {
        let tree = try SampleTree(size: 8)
        let large = try ConsistencyProof.make(from: 7, to: 8, tiles: tree.tiles)
        let small = try ConsistencyProof.make(from: 1, to: 2, tiles: tree.tiles)

        let smaller = ConsistencyProof(from: 3, to: 4, path: large.path)
        let larger = ConsistencyProof(from: 1, to: 3, path: small.path)

        #expect(!smaller.verify(oldRoot: tree.root(at: 7), newRoot: tree.root(at: 8)))
        #expect(!larger.verify(oldRoot: tree.root(at: 1), newRoot: tree.root(at: 2)))
    }

    @Test func `a tree whose past was rewritten does not continue the earlier one`() throws {
        let tree = try SampleTree(size: 40)
        var entries = tree.entries
        entries[3] = Data("another past".utf8)
        let rewritten = try SampleTree(entries: entries)

        let proof = try ConsistencyProof.make(from: 20, to: 40, tiles: rewritten.tiles)

        #expect(!proof.verify(oldRoot: tree.root(at: 20), newRoot: rewritten.root(at: 40)))
        #expect(proof.verify(oldRoot: rewritten.root(at: 20), newRoot: rewritten.root(at: 40)))
    }

    @Test func `every tree continues the empty one, but only the empty one has its root`() {
        let some = TreeHash.leaf(Data())
        let proof = ConsistencyProof(from: 0, to: 5, path: [])

        #expect(proof.verify(oldRoot: .empty, newRoot: some))
        #expect(!proof.verify(oldRoot: some, newRoot: some))
        #expect(
            !ConsistencyProof(from: 0, to: 5, path: [some]).verify(oldRoot: .empty, newRoot: some)
        )
        #expect(!ConsistencyProof(from: 0, to: 0, path: []).verify(oldRoot: some, newRoot: some))
    }

    @Test(arguments: [(6, 5), (-1, 5), (0, -1), (.max, .min), (.min, .max)])
    func `sizes that are not in order have no proof`(from: Int64, to: Int64) throws {
        let tiles = try SampleTree(size: 5).tiles

        #expect(throws: TreeError.outOfRange(from, size: to)) {
            try ConsistencyProof.make(from: from, to: to, tiles: tiles)
        }
        #expect(
            !ConsistencyProof(from: from, to: to, path: []).verify(oldRoot: .empty, newRoot: .empty)
        )
    }

    @Test func `a proof as JSON is read back`() throws {
        let tiles = try SampleTree(size: 9).tiles
        let proof = try ConsistencyProof.make(from: 4, to: 9, tiles: tiles)

        let json = try JSONEncoder().encode(proof)

        #expect(try JSONDecoder().decode(ConsistencyProof.self, from: json) == proof)
    }
}
