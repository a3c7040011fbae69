import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import SwiftASN1

/// Checks the signature of a request (RFC 9421) as `partner-api/1.0` asks for it.
struct SignatureCheck: Sendable {
    /// How far the clocks of the two sides may be apart.
    private static let patience: TimeInterval = 300

    private let keys: [String: SignatureSpec]

    init(_ specs: [SignatureSpec]) {
        keys = Dictionary(specs.map { ($0.keyID, $0) }) { $1 }
    }

    /// Throws the problem when a request is not signed as it must be.
    func check(_ request: Request, at now: Date) throws {
        guard let input = request.headers[.signatureInput],
            let signature = request.headers[.signature]
        else { throw refusal("The request is not signed.") }
        let form =
            /([a-z]+)=(\(([^)]*)\);created=([0-9]+);nonce="([^"]+)";keyid="([^"]+)";alg="([a-z0-9-]+)")/
        guard let match = input.wholeMatch(of: form), let created = Double(match.4) else {
            throw refusal("Signature-Input is not of the agreed form.")
        }
        guard abs(now.timeIntervalSince1970 - created) < Self.patience else {
            throw refusal("The signature is too old, or the clocks differ.")
        }
        let parts = match.3.split(separator: " ").map { $0.trimmingCharacters(in: ["\""]) }
        let needed =
            ["@method", "@target-uri"]
            + (request.method == .post
                ? ["content-digest", "content-type", "idempotency-key"] : [])
        guard Set(parts).isSuperset(of: needed) else {
            throw refusal("The signature does not cover \(needed.joined(separator: ", ")).")
        }
        guard let spec = keys[String(match.6)], spec.algorithm == match.7 else {
            throw refusal("The key \(match.6) is not known here.")
        }
        let base =
            try parts.map { try line(of: $0, request) } + ["\"@signature-params\": \(match.2)"]
        let prefix = "\(match.1)=:"
        guard signature.hasPrefix(prefix), signature.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(signature.dropFirst(prefix.count).dropLast())),
            try isGood(bytes, of: Data(base.joined(separator: "\n").utf8), by: spec)
        else { throw refusal("The signature does not fit.") }
    }

    private func line(of component: String, _ request: Request) throws -> String {
        let value =
            switch component {
            case "@method": request.method.rawValue
            case "@target-uri": "https://\(request.head.authority ?? "")\(request.uri.string)"
            default: HTTPField.Name(component).flatMap { request.headers[$0] }
            }
        guard let value else { throw refusal("\(component) is signed but missing.") }
        return "\"\(component)\": \(value)"
    }

    /// The file is read each time, so that a key that is taken away is refused at once.
    private func isGood(_ signature: Data, of text: Data, by spec: SignatureSpec) throws -> Bool {
        guard let content = try? String(contentsOfFile: spec.file, encoding: .utf8) else {
            throw refusal("The key \(spec.keyID) was revoked.")
        }
        if spec.algorithm == "hmac-sha256" {
            let secret = Data(
                base64Encoded: content.trimmingCharacters(in: .whitespacesAndNewlines)
            )
            return HMAC<SHA256>.isValidAuthenticationCode(
                signature,
                authenticating: text,
                using: SymmetricKey(data: secret ?? Data())
            )
        }
        // RFC 8410: the 32 bytes of the key stand at the end.
        let document = try PEMDocument(pemString: content)
        return try Curve25519.Signing.PublicKey(rawRepresentation: document.derBytes.suffix(32))
            .isValidSignature(signature, for: text)
    }

    private func refusal(_ detail: String) -> Problem {
        Problem(401, "not-signed", "The signature is not accepted", detail: detail)
    }
}
