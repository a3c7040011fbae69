import Crypto
package import Foundation

/// The key that wraps every child's key; it lives in a file or credential, never in the store.
package struct KeyEncryptionKey: Sendable {
    /// Names the key in the store and in messages; says nothing about the key itself.
    package let id: String
    let key: SymmetricKey

    /// Takes a key of 32 bytes.
    package init(id: String, bytes: Data) throws(VaultError) {
        guard bytes.count == 32, Self.isWellFormed(id) else { throw .malformedKey }
        self.id = id
        self.key = SymmetricKey(data: bytes)
    }

    /// Makes a new key from the system's random source.
    package init(newWithID id: String) throws(VaultError) {
        guard Self.isWellFormed(id) else { throw .malformedKey }
        self.id = id
        self.key = SymmetricKey(size: .bits256)
    }

    /// The separators of the key file and of the authenticated data cannot be part of an identifier.
    private static func isWellFormed(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 64
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension KeyEncryptionKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "key \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
