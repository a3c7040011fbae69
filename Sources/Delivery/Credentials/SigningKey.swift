package import Crypto
package import Foundation

/// A key that signs our requests (RFC 9421), as the partner knows it.
package struct SigningKey: Sendable {
    /// The two kinds that `partner-api/1.0` allows.
    package enum Secret: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case hmac(SymmetricKey)
    }

    /// The name by which the partner finds its half.
    package let id: String
    /// From when on it signs; the key before it stays good with the partner for a while longer.
    package let from: Date
    private let secret: Secret

    /// Names a key.
    package init(id: String, secret: Secret, from: Date = .distantPast) {
        self.id = id
        self.secret = secret
        self.from = from
    }

    /// The registered name of the algorithm (RFC 9421, section 6.2.2).
    var algorithm: String {
        switch secret {
        case .ed25519: "ed25519"
        case .hmac: "hmac-sha256"
        }
    }

    func signature(of bytes: Data) throws -> Data {
        switch secret {
        case .ed25519(let key): try key.signature(for: bytes)
        case .hmac(let key): Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
        }
    }
}
