import Audit
import Foundation
import Testing

@Suite struct TreeFrontierTests {
    @Test func `roots of the reference tree are those of Certificate Transparency`() {
        var frontier = TreeFrontier()
        var roots = [frontier.root.hex]

        for entry in ReferenceTree.entries {
            frontier.append(.leaf(entry))
            roots.append(frontier.root.hex)
        }

        #expect(roots == ReferenceTree.roots)
    }

    @Test func `at every size the root is that of the definition`() {
        let leaves = (0..<300).map { TreeHash.leaf(Data("\($0)".utf8)) }
        var frontier = TreeFrontier()

        for (index, leaf) in leaves.enumerated() {
            #expect(frontier.root == Definition.root(leaves[..<index]))
            frontier.append(leaf)
        }

        #expect(frontier.size == 300)
        #expect(frontier.root == Definition.root(leaves[...]))
    }

    @Test func `a tree that was kept goes on as if it never stopped`() throws {
        var whole = TreeFrontier()

        for index in 0..<100 {
            var kept = try #require(TreeFrontier(size: whole.size, nodes: whole.nodes))
            whole.append(.leaf(Data([UInt8(index)])))
            kept.append(.leaf(Data([UInt8(index)])))
            #expect(kept == whole)
        }
    }

    @Test func `subtrees that do not fit the size are refused`() {
        let nodes = [TreeHash.empty, .empty]

        #expect(TreeFrontier(size: 3, nodes: nodes) != nil)
        #expect(TreeFrontier(size: 4, nodes: nodes) == nil)
        #expect(TreeFrontier(size: 7, nodes: nodes) == nil)
        #expect(TreeFrontier(size: -1, nodes: nodes) == nil)
        #expect(TreeFrontier(size: 0, nodes: []) == TreeFrontier())
    }

    @Test func `an earlier tree is found in the tiles of a later one`() throws {
        let tree = try SampleTree(size: 1000)

        for size in [0, 1, 255, 256, 257, 511, 512, 700, 1000] {
            let earlier = try TreeFrontier(size: Int64(size), from: tree.tiles)
            #expect(earlier.size == Int64(size))
            #expect(earlier.root == tree.root(at: size))
        }
        #expect(throws: TreeError.self) { try TreeFrontier(size: 1001, from: tree.tiles) }
        #expect(throws: TreeError.self) { try TreeFrontier(size: -1, from: tree.tiles) }
    }
}
