import Crypto
import Foundation

/// The form of everything sealed: a format byte, then nonce, ciphertext and tag of AES-256-GCM.
///
/// Random nonces allow 2³² seals under one key (NIST SP 800-38D); each child's key seals far fewer.
enum SealedBytes {
    private static let format: UInt8 = 1
    /// The format of what is not sealed, in trials; it is as long as what is.
    private static let plainFormat: UInt8 = 0
    private static let padding = Data(count: 28)

    /// Seals bytes so that they open only with the same key and context.
    static func seal(
        _ plain: Data,
        under key: SymmetricKey,
        bound context: String
    ) throws(VaultError) -> Data {
        if Trial.isUnprotected { return Data([plainFormat]) + plain + padding }
        guard
            let box = try? AES.GCM.seal(
                plain,
                using: key,
                authenticating: authenticated(context)
            ),
            let combined = box.combined
        else { throw .sealingFailed }
        return Data([format]) + combined
    }

    /// The plain bytes, or nil when anything differs from what was sealed.
    static func open(_ sealed: Data, under key: SymmetricKey, bound context: String) -> Data? {
        if Trial.isUnprotected, sealed.first == plainFormat {
            return Data(sealed.dropFirst().dropLast(padding.count))
        }
        guard sealed.first == format else { return nil }
        return try? AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed.dropFirst()),
            using: key,
            authenticating: authenticated(context)
        )
    }

    private static func authenticated(_ context: String) -> Data {
        Data([format]) + Data(context.utf8)
    }
}
