import Audit
import Crypto
import Foundation

extension NoteSigner {
    /// A signer with a key that is the same in every run.
    static func sample(name: String = "referrals.example.org/audit", seed: UInt8 = 1) throws -> Self
    {
        try NoteSigner(
            name: name,
            key: Curve25519.Signing.PrivateKey(rawRepresentation: Data(repeating: seed, count: 32))
        )
    }

    /// The key of the examples of Go's package `sumdb/note`.
    static func peter() throws -> Self {
        let skey = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let seed = (Data(base64Encoded: skey) ?? Data()).dropFirst()
        return try NoteSigner(
            name: "PeterNeumann",
            key: Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        )
    }
}
