import Crypto
import Foundation
import X509

/// A certificate authority for demonstrations; nobody else should trust it.
struct DemoAuthority {
    /// What a certificate is for.
    enum Purpose { case serverAuth, clientAuth }

    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    init(certificate: Certificate, key: P256.Signing.PrivateKey) throws {
        self.certificate = certificate
        self.key = key
    }

    /// Makes a new authority.
    init(days: Int) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Referral Sync demo authority") }
        let now = Date()
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Double(days) * 86400),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: .init(key)
        )
        try self.init(certificate: certificate, key: key)
    }

    /// Issues a certificate with a key of its own.
    func issue(
        _ subject: String,
        names: [GeneralName],
        for purpose: Purpose,
        days: Int,
        isExpired: Bool
    ) throws -> (certificate: Certificate, key: P256.Signing.PrivateKey) {
        let key = P256.Signing.PrivateKey()
        let now = Date()
        let begin = now.addingTimeInterval(isExpired ? -10 * 86400 : -3600)
        let end = now.addingTimeInterval(isExpired ? -86400 : Double(days) * 86400)
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: begin,
            notValidAfter: end,
            issuer: certificate.subject,
            subject: try DistinguishedName { CommonName(subject) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([purpose == .serverAuth ? .serverAuth : .clientAuth])
                if !names.isEmpty { SubjectAlternativeNames(names) }
            },
            issuerPrivateKey: .init(self.key)
        )
        return (certificate, key)
    }
}
