import Crypto
import Foundation
import Outbox

extension Evidence {
    /// The digest of bytes as `Content-Digest` writes it (RFC 9530).
    static func digest(of bytes: Data) -> String {
        "sha-256=:\(Data(SHA256.hash(data: bytes)).base64EncodedString()):"
    }
}
