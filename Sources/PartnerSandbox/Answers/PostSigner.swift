import Crypto
import Foundation
import SwiftASN1

/// Signs posts as `service-api/1.0` asks for it (RFC 9421).
struct PostSigner: Sendable {
    /// The key; its file has the private half (PEM) or the secret (base64).
    let spec: SignatureSpec

    /// The fields `Signature-Input` and `Signature`.
    func fields(
        address: String,
        digest: String,
        at created: Date
    ) throws -> [(name: String, value: String)] {
        // Another order and another set than ours, so that they are not taken for granted.
        let parameters =
            "(\"content-digest\" \"@target-uri\" \"content-type\" \"@method\")"
            + ";keyid=\"\(spec.keyID)\";created=\(Int(created.timeIntervalSince1970))"
            + ";alg=\"\(spec.algorithm)\";nonce=\"\(UUID().uuidString)\""
        let base = [
            "\"content-digest\": \(digest)", "\"@target-uri\": \(address)",
            "\"content-type\": application/json", "\"@method\": POST",
            "\"@signature-params\": \(parameters)",
        ].joined(separator: "\n")
        let signature = try signature(of: Data(base.utf8)).base64EncodedString()
        return [
            ("Signature-Input", "answer=\(parameters)"), ("Signature", "answer=:\(signature):"),
        ]
    }

    private func signature(of text: Data) throws -> Data {
        let content = try String(contentsOfFile: spec.file, encoding: .utf8)
        if spec.algorithm == "hmac-sha256" {
            let secret = content.trimmingCharacters(in: .whitespacesAndNewlines)
            let key = SymmetricKey(data: Data(base64Encoded: secret) ?? Data())
            return Data(HMAC<SHA256>.authenticationCode(for: text, using: key))
        }
        // RFC 8410: the 32 bytes of the key stand at the end.
        let document = try PEMDocument(pemString: content)
        return try Curve25519.Signing.PrivateKey(rawRepresentation: document.derBytes.suffix(32))
            .signature(for: text)
    }
}
