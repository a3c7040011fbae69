import Crypto
import Foundation

/// A public key as a short text that names it and no other.
package enum ClientPin {
    private static let start = "sha256//"

    /// Whether a text is of that form: 32 bytes in base64.
    package static func isOne(_ text: String) -> Bool {
        text.hasPrefix(start)
            && Data(base64Encoded: String(text.dropFirst(start.count)))?.count == 32
    }

    /// `sha256//` and the digest of the key's bytes (SubjectPublicKeyInfo), as libcurl writes pins.
    static func text(_ key: [UInt8]) -> String {
        start + Data(SHA256.hash(data: key)).base64EncodedString()
    }
}
