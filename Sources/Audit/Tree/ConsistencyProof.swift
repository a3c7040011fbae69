/// Proves that a later tree begins with all leaves of an earlier one.
package struct ConsistencyProof: Sendable, Equatable, Codable {
    /// How many leaves the earlier tree has.
    package let from: Int64
    /// How many leaves the later tree has.
    package let to: Int64
    /// The hashes from which both roots follow; none when the sizes are equal or `from` is 0.
    package let path: [TreeHash]

    /// A proof as it was received, not yet verified.
    package init(from: Int64, to: Int64, path: [TreeHash]) {
        self.from = from
        self.to = to
        self.path = path
    }

    /// Whether the tree with the new root continues the one with the old (RFC 9162 §2.1.4.2).
    package func verify(oldRoot: TreeHash, newRoot: TreeHash) -> Bool {
        guard from >= 0, from <= to else { return false }
        if from == to { return path.isEmpty && oldRoot == newRoot && (to > 0 || newRoot == .empty) }
        if from == 0 { return path.isEmpty && oldRoot == .empty }
        return isContinued(oldRoot: oldRoot, newRoot: newRoot)
    }

    private func isContinued(oldRoot: TreeHash, newRoot: TreeHash) -> Bool {
        // A perfect earlier tree is itself a node of the later one, and left out of the path.
        let hashes = from.nonzeroBitCount == 1 ? [oldRoot] + path : path
        guard let start = hashes.first else { return false }
        // Rise to the largest subtree that ends where the earlier tree ends.
        var node = (from - 1) >> from.trailingZeroBitCount
        var last = (to - 1) >> from.trailingZeroBitCount
        var old = start
        var new = start
        for beside in hashes.dropFirst() {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                old = .node(beside, old)
                new = .node(beside, new)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, beside)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
