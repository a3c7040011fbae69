import Foundation
import Vault

extension KeyEncryptionKey {
    /// A key whose bytes are all alike.
    static func sample(id: String = "ab", byte: UInt8 = 7) throws -> KeyEncryptionKey {
        try KeyEncryptionKey(id: id, bytes: Data(repeating: byte, count: 32))
    }
}
