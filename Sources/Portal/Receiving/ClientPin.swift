import Crypto
import Foundation

/// A public key as a short text that names it and no other.
enum ClientPin {
    /// `sha256//` and the digest of the key's bytes (SubjectPublicKeyInfo), as libcurl writes pins.
    static func text(_ key: [UInt8]) -> String {
        "sha256//" + Data(SHA256.hash(data: key)).base64EncodedString()
    }
}
