import Audit
import Foundation

extension TreeHash {
    /// The hash in the form in which specifications print hashes.
    var hex: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// The hash with one bit the other way.
    func flipping(bit: Int) -> TreeHash {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        guard let flipped = TreeHash(bytes) else { return self }
        return flipped
    }
}
