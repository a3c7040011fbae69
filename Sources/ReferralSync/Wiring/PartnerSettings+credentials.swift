import Crypto
import Delivery
import DeliveryCurl
import Foundation
import SwiftASN1

extension PartnerSettings {
    /// What proves to the partner that requests are ours; reads the files.
    func credentials() throws(SettingsError) -> PartnerCredentials {
        var keys: [SigningKey] = []
        for key in signing { keys.append(try signingKey(key)) }
        return PartnerCredentials(oauth: try oauthClient(), signing: keys)
    }

    /// The connections to the partner, and to its token endpoint if it has one.
    func connections() throws(SettingsError) -> [PartnerConnection] {
        let own = try connection()
        guard let oauth else { return [own] }
        return [
            own,
            PartnerConnection(
                partner: OAuthClient.connection(of: id),
                address: oauth.tokenAddress.absoluteString,
                identity: own.identity,
                authorities: own.authorities,
                isInternal: isInternal,
                version: http
            ),
        ]
    }

    private func oauthClient() throws(SettingsError) -> OAuthClient? {
        guard let oauth else { return nil }
        let text = String(decoding: try content(of: oauth.file.url), as: UTF8.self)
        let proof: OAuthClient.Proof =
            switch oauth.proof {
            case .secret: .secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
            case .privateKey(_, let id): .privateKey(pem: text, id: id)
            }
        do {
            return try OAuthClient(
                tokenAddress: oauth.tokenAddress.absoluteString,
                id: oauth.clientID,
                scope: oauth.scope,
                proof: proof
            )
        } catch {
            throw wrong(oauth.file.url, "a private key for P-256 in PEM")
        }
    }

    private func signingKey(_ key: PartnerSigning) throws(SettingsError) -> SigningKey {
        let bytes = try content(of: key.file)
        switch key.algorithm {
        case .ed25519:
            guard let secret = try? Curve25519.Signing.PrivateKey(pkcs8: bytes) else {
                throw wrong(key.file, "a private key for Ed25519 in PEM (PKCS #8)")
            }
            return SigningKey(id: key.keyID, secret: .ed25519(secret), from: key.from)
        case .hmac:
            let text = String(decoding: bytes, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            guard let secret = Data(base64Encoded: text), secret.count >= 32 else {
                throw wrong(key.file, "at least 32 bytes in base64")
            }
            return SigningKey(
                id: key.keyID,
                secret: .hmac(SymmetricKey(data: secret)),
                from: key.from
            )
        }
    }

    private func wrong(_ file: URL, _ expected: String) -> SettingsError {
        SettingsError(
            "\(self.file.path): the file \(file.path) is not usable. Expected \(expected)."
        )
    }
}

extension Curve25519.Signing.PrivateKey {
    /// What stands before the 32 bytes of the key (RFC 8410, section 7).
    private static let prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]

    /// Reads a key as `openssl genpkey -algorithm ed25519` writes it.
    fileprivate init(pkcs8 pem: Data) throws {
        let document = try PEMDocument(pemString: String(decoding: pem, as: UTF8.self))
        guard document.derBytes.starts(with: Self.prefix), document.derBytes.count == 48 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        try self.init(rawRepresentation: document.derBytes.suffix(32))
    }
}
