import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate and its key, made for a test.
struct CertificateFiles {
    let certificate: String
    let key: String

    /// Makes a certificate that ends at a moment.
    init(until end: Date) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("Northshire test") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: end.addingTimeInterval(-400 * 86_400),
            notValidAfter: end,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions(),
            issuerPrivateKey: key
        )
        self.certificate = try certificate.serializeAsPEM().pemString
        self.key = try key.serializeAsPEM().pemString
    }
}
