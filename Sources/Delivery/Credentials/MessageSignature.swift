package import Foundation

/// The signature of a request (RFC 9421): the method, the whole address, and those of the digest,
/// the media type and the idempotency key that it has.
///
/// The body is signed by its `Content-Digest`, which the partner must compute itself.
package enum MessageSignature {
    /// The fields that are signed when a request has them.
    private static let signedFields = ["content-digest", "content-type", "idempotency-key"]

    /// The fields `Signature-Input` and `Signature` for a request; each attempt has a fresh time and
    /// nonce.
    package static func fields(
        for request: TransportRequest,
        by key: SigningKey,
        at now: Date,
        nonce: String
    ) throws -> [(name: String, value: String)] {
        let parameters = parameters(for: request, by: key, at: now, nonce: nonce)
        let signature = try key.signature(of: Data(base(of: request, parameters).utf8))
        return [
            ("Signature-Input", "referral=\(parameters)"),
            ("Signature", "referral=:\(signature.base64EncodedString()):"),
        ]
    }

    /// The text that is signed (RFC 9421, section 2.5).
    private static func base(of request: TransportRequest, _ parameters: String) -> String {
        let derived = [
            "\"@method\": \(request.method.rawValue)", "\"@target-uri\": \(request.address)",
        ]
        let fields = present(in: request).map { "\"\($0.name)\": \($0.value)" }
        return (derived + fields + ["\"@signature-params\": \(parameters)"])
            .joined(separator: "\n")
    }

    private static func parameters(
        for request: TransportRequest,
        by key: SigningKey,
        at now: Date,
        nonce: String
    ) -> String {
        let components = ["@method", "@target-uri"] + present(in: request).map(\.name)
        let list = components.map { "\"\($0)\"" }.joined(separator: " ")
        return "(\(list));created=\(Int(now.timeIntervalSince1970));nonce=\"\(nonce)\""
            + ";keyid=\"\(key.id)\";alg=\"\(key.algorithm)\""
    }

    /// The signed fields of a request, by name in small letters and with the value as it is sent.
    private static func present(in request: TransportRequest) -> [(name: String, value: String)] {
        signedFields.compactMap { name in
            request.headers.first { $0.name.lowercased() == name }
                .map { (name, $0.value.trimmingCharacters(in: .whitespaces)) }
        }
    }
}
