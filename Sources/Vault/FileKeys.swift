import Crypto
package import Foundation

/// Makes the keys of files and unwraps them again.
package struct FileKeys: Sendable {
    private let held: HeldKeys
    private let current: KeyEncryptionKey

    /// Wraps files' keys under the key that is current now, and opens them under any at hand.
    init(_ held: HeldKeys) {
        self.held = held
        current = held.current
    }

    /// Names the key under which new files' keys are wrapped.
    package var id: String { current.id }

    /// The identifiers of all keys at hand.
    package var ids: [String] { held.ring.ids }

    /// A new key for the file with this name.
    package func make(for file: String) throws(VaultError) -> FileKey {
        let secret = SymmetricKey(size: .bits256)
        let wrapped = try SealedBytes.seal(
            secret.bytes,
            under: current.key,
            bound: Self.context(of: file, under: current.id)
        )
        return FileKey(wrapped: wrapped, secret: secret)
    }

    /// Whether a key is at hand.
    package func has(_ id: String) -> Bool { held.key(id) != nil }

    /// The key that a file holds, or nil when it is not this file's or not under the key named.
    package func open(_ wrapped: Data, for file: String, under id: String) -> FileKey? {
        guard let key = held.key(id) else { return nil }
        return SealedBytes.open(wrapped, under: key.key, bound: Self.context(of: file, under: id))
            .map { FileKey(wrapped: wrapped, secret: SymmetricKey(data: $0)) }
    }

    private static func context(of file: String, under id: String) -> String {
        "file|\(file)|\(id)"
    }
}
