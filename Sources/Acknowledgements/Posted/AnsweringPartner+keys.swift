import Crypto
package import Foundation
import SwiftASN1

extension AnsweringPartner.Key {
    /// What checks signatures by the key as its file is now; nil when the file holds no such key.
    package func signatureCheck() -> ((_ signature: Data, _ base: Data) -> Bool)? {
        guard let content = try? Data(contentsOf: file) else { return nil }
        let text = String(decoding: content, as: UTF8.self)
        switch algorithm {
        case .ed25519:
            // RFC 8410: the 32 bytes of the key stand at the end.
            guard let document = try? PEMDocument(pemString: text),
                document.discriminator == "PUBLIC KEY",
                let key = try? Curve25519.Signing.PublicKey(
                    rawRepresentation: document.derBytes.suffix(32)
                )
            else { return nil }
            return { key.isValidSignature($0, for: $1) }
        case .hmac:
            let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))
            guard let bytes, bytes.count >= 32 else { return nil }
            let secret = SymmetricKey(data: bytes)
            return {
                HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: $1, using: secret)
            }
        }
    }
}
