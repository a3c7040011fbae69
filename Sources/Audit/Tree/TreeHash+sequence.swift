package import Foundation

extension TreeHash {
    /// Reads hashes that stand one after another; nil when a part of one is left over.
    package static func sequence(in bytes: Data) -> [TreeHash]? {
        guard bytes.count.isMultiple(of: byteCount) else { return nil }
        return stride(from: 0, to: bytes.count, by: byteCount).compactMap { start in
            TreeHash(bytes.dropFirst(start).prefix(byteCount))
        }
    }

    /// Hashes one after another, as tiles and the subtrees of a frontier are kept.
    package static func bytes(of hashes: [TreeHash]) -> Data {
        var bytes = Data(capacity: hashes.count * byteCount)
        for hash in hashes { bytes.append(hash.bytes) }
        return bytes
    }
}
