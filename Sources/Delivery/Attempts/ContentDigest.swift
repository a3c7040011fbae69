import Crypto
package import Foundation

/// The `Content-Digest` field (RFC 9530).
package enum ContentDigest {
    /// The field's value for these bytes: `sha-256=:…:`.
    package static func field(of bytes: Data) -> String {
        "sha-256=:\(Data(SHA256.hash(data: bytes)).base64EncodedString()):"
    }
}
