import Crypto
package import Foundation

/// Makes the keys of files and unwraps them again.
package struct FileKeys: Sendable {
    private let keyEncryptionKey: KeyEncryptionKey

    /// Wraps files' keys under one key-encryption key.
    package init(under keyEncryptionKey: KeyEncryptionKey) {
        self.keyEncryptionKey = keyEncryptionKey
    }

    /// Names the key under which files' keys are wrapped.
    package var id: String { keyEncryptionKey.id }

    /// A new key for the file with this name.
    package func make(for file: String) throws(VaultError) -> FileKey {
        let secret = SymmetricKey(size: .bits256)
        let wrapped = try SealedBytes.seal(
            secret.bytes,
            under: keyEncryptionKey.key,
            bound: context(of: file)
        )
        return FileKey(wrapped: wrapped, secret: secret)
    }

    /// The key that a file holds, or nil when it is not this file's or not under this key.
    package func open(_ wrapped: Data, for file: String) -> FileKey? {
        SealedBytes.open(wrapped, under: keyEncryptionKey.key, bound: context(of: file))
            .map { FileKey(wrapped: wrapped, secret: SymmetricKey(data: $0)) }
    }

    private func context(of file: String) -> String { "file|\(file)|\(keyEncryptionKey.id)" }
}
