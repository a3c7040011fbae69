import Crypto
package import Foundation

/// The key of one file, made for it alone; the file holds it wrapped under the key-encryption key.
///
/// A file is sealed in chunks, each bound to its number, to being the last or not, and to the clear
/// beginning of the file, so that what is cut, swapped or altered does not open (the STREAM
/// construction: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).
package struct FileKey: Sendable {
    /// How much longer a sealed chunk is.
    package static let tagBytes = 16

    /// The key as the file holds it.
    package let wrapped: Data
    private let sealing: SymmetricKey

    init(wrapped: Data, secret: SymmetricKey) {
        self.wrapped = wrapped
        sealing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret,
            info: Data("referral-sync file".utf8),
            outputByteCount: 32
        )
    }

    /// Seals the chunk with this number; no number may be sealed twice.
    package func seal(
        _ chunk: Data,
        number: UInt64,
        isLast: Bool,
        boundTo beginning: Data
    ) throws(VaultError) -> Data {
        guard
            let box = try? AES.GCM.seal(
                chunk,
                using: sealing,
                nonce: Self.nonce(number, isLast),
                authenticating: beginning
            )
        else { throw .sealingFailed }
        return box.ciphertext + box.tag
    }

    /// The plain chunk, or nil when anything differs from what was sealed.
    package func open(
        _ sealed: Data,
        number: UInt64,
        isLast: Bool,
        boundTo beginning: Data
    ) -> Data? {
        guard sealed.count >= Self.tagBytes else { return nil }
        return try? AES.GCM.open(
            AES.GCM.SealedBox(
                nonce: Self.nonce(number, isLast),
                ciphertext: sealed.dropLast(Self.tagBytes),
                tag: sealed.suffix(Self.tagBytes)
            ),
            using: sealing,
            authenticating: beginning
        )
    }

    /// Counted, not random: the key seals this file and nothing else.
    private static func nonce(_ number: UInt64, _ isLast: Bool) throws -> AES.GCM.Nonce {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        return try AES.GCM.Nonce(data: Data([0, 0, 0]) + Data(bytes) + Data([isLast ? 1 : 0]))
    }
}

extension FileKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "a file's key" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
