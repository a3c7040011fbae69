/// Proves that an entry is in a tree, and at which place.
package struct InclusionProof: Sendable, Equatable, Codable {
    /// The entry's place in the tree, from 0.
    package let index: Int64
    /// How many leaves the tree has.
    package let size: Int64
    /// The hashes beside the way from the leaf up to the root.
    package let path: [TreeHash]

    /// A proof as it was received, not yet verified.
    package init(index: Int64, size: Int64, path: [TreeHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether the leaf is at this index of the tree with this root (RFC 9162 §2.1.3.2).
    package func verify(leaf: TreeHash, root: TreeHash) -> Bool {
        guard index >= 0, index < size else { return false }
        var node = index
        var last = size - 1
        var hash = leaf
        for beside in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = .node(beside, hash)
                // The last node of an uneven row rises, unhashed, until it has a left sibling.
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, beside)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}
