import Crypto
import Foundation

/// What names a signing key: a name, and an identifier that follows from the name and the key.
enum NoteKey {
    /// The signature type of Ed25519 in the specification of signed notes.
    static let ed25519: UInt8 = 0x01

    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                scalar != "+" && !scalar.properties.isWhitespace && scalar.value >= 0x20
            }
    }

    static func id(name: String, publicKey: Data) -> UInt32 {
        let digest = SHA256.hash(data: Data(name.utf8) + [0x0a, ed25519] + publicKey)
        return digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// An identifier as a verifier key writes it.
    static func hex(_ id: UInt32) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Compares bytes, because Swift's `==` takes different spellings of one letter as equal.
    static func areSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }
}
