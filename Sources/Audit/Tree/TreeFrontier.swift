/// The perfect subtrees of a growing tree: enough to append to it and to know its root.
package struct TreeFrontier: Sendable, Equatable {
    /// How many leaves the tree has.
    package private(set) var size: Int64
    /// The roots of the perfect subtrees, largest first: one for each bit that is set in `size`.
    package private(set) var nodes: [TreeHash]

    /// The tree without leaves.
    package init() {
        size = 0
        nodes = []
    }

    /// A tree as it was kept; nil when these cannot be the subtrees of a tree of this size.
    package init?(size: Int64, nodes: [TreeHash]) {
        guard size >= 0, nodes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.nodes = nodes
    }

    /// The hash of the whole tree (RFC 6962 §2.1).
    package var root: TreeHash {
        .root(ofSubtrees: nodes)
    }

    /// Appends one leaf.
    package mutating func append(_ leaf: TreeHash) {
        append(leaf) { _, _ in }
    }

    /// Appends one leaf, and tells of it and of each perfect subtree that it completes.
    mutating func append(_ leaf: TreeHash, completing: (_ height: Int, TreeHash) -> Void) {
        // As a binary counter carries: two subtrees of one height become one of the next.
        var node = leaf
        var height = 0
        completing(height, node)
        while (size >> height) & 1 == 1 {
            node = .node(nodes.removeLast(), node)
            height += 1
            completing(height, node)
        }
        nodes.append(node)
        size += 1
    }

    /// The root of the perfect subtree of a height; there must be one, so `size` has this bit set.
    func node(atHeight height: Int) -> TreeHash {
        nodes[((size >> height) >> 1).nonzeroBitCount]
    }
}
