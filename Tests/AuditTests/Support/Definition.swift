import Audit
import Crypto
import Foundation

/// The tree and its proofs as RFC 6962 §2.1 defines them, without any care for speed.
enum Definition {
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        if leaves.isEmpty { return hash(Data()) }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        let middle = leaves.startIndex + split(leaves.count)
        let left = root(leaves[..<middle])
        let right = root(leaves[middle...])
        return hash([0x01] + left.bytes + right.bytes)
    }

    static func path(_ index: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let middle = leaves.startIndex + split(leaves.count)
        let left = leaves[..<middle]
        let right = leaves[middle...]
        return index < left.count
            ? path(index, left) + [root(right)]
            : path(index - left.count, right) + [root(left)]
    }

    static func proof(_ size: Int, _ leaves: ArraySlice<TreeHash>, whole: Bool = true) -> [TreeHash]
    {
        if size == leaves.count { return whole ? [] : [root(leaves)] }
        let middle = leaves.startIndex + split(leaves.count)
        let left = leaves[..<middle]
        let right = leaves[middle...]
        return size <= left.count
            ? proof(size, left, whole: whole) + [root(right)]
            : proof(size - left.count, right, whole: false) + [root(left)]
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }

    private static func hash(_ bytes: Data) -> TreeHash {
        guard let hash = TreeHash(Data(SHA256.hash(data: bytes))) else {
            preconditionFailure("a digest of 32 bytes is a hash")
        }
        return hash
    }
}
