package import Foundation

/// How a partner that posts its answers to us proves that it is the one.
package struct AnsweringPartner: Sendable, Equatable {
    /// A key that checks the partner's signatures (RFC 9421).
    package struct Key: Sendable, Equatable {
        package let id: String
        package let algorithm: Algorithm
        /// The public key, or the shared secret; read for each request, so that a key that was taken
        /// away is refused at once.
        package let file: URL

        /// Describes a key.
        package init(id: String, algorithm: Algorithm, file: URL) {
            self.id = id
            self.algorithm = algorithm
            self.file = file
        }
    }

    /// The registered names of the algorithms (RFC 9421, section 6.2.2).
    package enum Algorithm: String, Sendable, CaseIterable {
        case ed25519
        case hmac = "hmac-sha256"
    }

    package let id: String
    /// SHA-256 of the public keys of its client certificates, `sha256//…`.
    package let clientPins: Set<String>
    package let keys: [Key]

    /// Describes a partner; with keys every post must be signed, with pins it must show a certificate.
    package init(id: String, clientPins: Set<String>, keys: [Key]) {
        self.id = id
        self.clientPins = clientPins
        self.keys = keys
    }
}
