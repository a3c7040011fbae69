package import Foundation

/// A SHA-256 hash in the tree: of an entry, of a node, or of a tree without entries.
package struct TreeHash: Sendable, Hashable {
    /// How many bytes a hash has.
    package static let byteCount = 32

    // In place of `Data`, so that a million hashes are not a million allocations.
    let words: SIMD4<UInt64>

    init(words: SIMD4<UInt64>) {
        self.words = words
    }

    /// Takes the bytes of a hash; nil unless there are 32.
    package init?(_ bytes: Data) {
        guard bytes.count == Self.byteCount else { return nil }
        words = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// The 32 bytes of the hash.
    package var bytes: Data {
        unsafe withUnsafeBytes(of: words) { unsafe Data($0) }
    }
}
