package import Foundation

/// A request that posts answers, as it came.
package struct Post: Sendable {
    /// The address that the partner used.
    package let address: URL
    /// The header fields by their names in lower case.
    package let headers: [String: String]
    package let body: Data
    /// SHA-256 of the public key of the certificate that the partner showed, `sha256//…`.
    package let clientPin: String?

    /// Describes a request.
    package init(address: URL, headers: [String: String], body: Data, clientPin: String?) {
        self.address = address
        self.headers = headers
        self.body = body
        self.clientPin = clientPin
    }
}

/// What became of one posted answer.
package struct PostResult: Sendable, Codable, Equatable {
    /// The words of the answer to the partner.
    package enum Word: String, Sendable, Codable {
        /// It is kept, and was new.
        case kept
        /// It was kept before.
        case repeated
        /// It is not kept; the problem says why.
        case refused
    }

    package let idempotencyKey: String
    package let result: Word
    package let problem: String?

    init(_ key: String, _ result: Word, problem: String? = nil) {
        idempotencyKey = key
        self.result = result
        self.problem = problem
    }
}

/// Why a post was not accepted as a whole.
package enum PostRefusal: Error, Equatable, Sendable {
    /// `Content-Digest` is missing or is not that of the body.
    case badDigest
    /// Neither a certificate nor a signature says who it is.
    case unknownSender
    /// The partner's posts must be signed.
    case notSigned(String)
    /// The signature says another partner than the certificate, or no certificate was shown.
    case wrongCertificate(String)
    /// The signature is not of the agreed form.
    case badSignature(String)
    /// No partner has the key.
    case unknownKey
    /// The key's file is gone or cannot be used.
    case revoked(String)
    /// The signature does not fit.
    case forged(String)
    /// It was signed too long ago, or in the future.
    case stale(String)
    /// The very same request came before.
    case replayed(String)
    /// The body does not have the agreed shape.
    case badBody(String)

    /// Whom it came from, as far as that is known or claimed.
    package var partner: String? {
        switch self {
        case .badDigest, .unknownSender, .badSignature, .unknownKey, .badBody: nil
        case .notSigned(let id), .wrongCertificate(let id), .revoked(let id), .forged(let id),
            .stale(let id), .replayed(let id):
            id
        }
    }

    /// The status in words.
    package var title: String {
        switch status {
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 409: "Conflict"
        default: "Bad Request"
        }
    }

    /// The status that the partner gets.
    package var status: Int {
        switch self {
        case .badDigest, .badSignature, .badBody: 400
        case .unknownSender, .notSigned, .unknownKey, .revoked, .forged, .stale: 401
        case .wrongCertificate: 403
        case .replayed: 409
        }
    }

    /// What happened and what to do.
    package var reason: String {
        switch self {
        case .badDigest:
            "Content-Digest is missing or is not that of the body. Send sha-256 of the body (RFC 9530)."
        case .unknownSender:
            "It is not known who sends this: show the agreed certificate, or sign the request."
        case .notSigned: "The request is not signed, and was agreed to be (RFC 9421)."
        case .wrongCertificate:
            "The certificate is not one that was agreed for the signing partner."
        case .badSignature(let what): "The signature cannot be read: \(what)"
        case .unknownKey: "The keyid is not known here."
        case .revoked: "The key is not in use any more."
        case .forged: "The signature does not fit the request."
        case .stale:
            "The signature was made more than five minutes ago, or in the future. Check the clock, "
                + "and sign again."
        case .replayed:
            "This very request was received before and answered. Sign again to repeat it."
        case .badBody(let what): what
        }
    }
}
