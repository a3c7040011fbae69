package import Foundation

/// What answers were read from, as it came: kept sealed, so that years later it can be shown.
package struct Evidence: Sendable, Codable, Equatable {
    /// The bytes, as the partner sent them; empty for what was said by telephone.
    package var body = Data()
    /// The digest of the bytes (RFC 9530).
    package var contentDigest: String?
    /// The signature of the request that brought it, and what it covers (RFC 9421).
    package var signatureInput: String?
    package var signature: String?
    /// SHA-256 of the public key of the certificate that the partner showed.
    package var clientPin: String?
    /// Who at the partner said it, and who of ours wrote it down.
    package var saidBy: String?
    package var writtenBy: String?

    /// Describes evidence; everything but the bytes is set where it is known.
    package init(body: Data = Data(), contentDigest: String? = nil) {
        self.body = body
        self.contentDigest = contentDigest
    }
}
