import Crypto
package import Foundation

extension TreeHash {
    /// The hash of a tree without entries: of no bytes (RFC 6962 §2.1).
    package static let empty = TreeHash(SHA256.hash(data: Data()))

    /// The hash of an entry.
    package static func leaf(_ entry: Data) -> TreeHash {
        var hasher = SHA256()
        hasher.update(Mark.leaf)
        hasher.update(data: entry)
        return TreeHash(hasher.finalize())
    }

    /// The hash of the node over two nodes.
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = SHA256()
        hasher.update(Mark.node)
        hasher.update(left.words)
        hasher.update(right.words)
        return TreeHash(hasher.finalize())
    }

    /// The root over perfect subtrees, each smaller than the one before it.
    static func root(ofSubtrees subtrees: [TreeHash]) -> TreeHash {
        guard var root = subtrees.last else { return .empty }
        for subtree in subtrees.dropLast().reversed() { root = .node(subtree, root) }
        return root
    }

    /// The root of a perfect subtree with these nodes in one row, as many as a power of two.
    static func root(ofPerfect row: ArraySlice<TreeHash>) -> TreeHash {
        var frontier = TreeFrontier()
        for node in row { frontier.append(node) }
        return frontier.root
    }

    private init(_ digest: SHA256.Digest) {
        words = unsafe digest.withUnsafeBytes { unsafe $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// Keeps the hash of an entry from passing for that of a node.
    private enum Mark {
        static let leaf: UInt8 = 0x00
        static let node: UInt8 = 0x01
    }
}

extension SHA256 {
    /// Adds the bytes of a number, or of several, as they are in memory.
    fileprivate mutating func update(_ value: some BitwiseCopyable) {
        unsafe withUnsafeBytes(of: value) { unsafe update(bufferPointer: $0) }
    }
}
