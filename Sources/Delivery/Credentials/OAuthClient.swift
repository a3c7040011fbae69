import Foundation
import JWTKit

/// How we are known to a partner's token endpoint (RFC 6749, section 4.4).
package struct OAuthClient: Sendable, Equatable {
    /// How we prove who we are.
    package enum Proof: Sendable, Equatable {
        /// A shared secret, sent by HTTP Basic (RFC 6749, section 2.3.1).
        case secret(String)
        /// A signed assertion (RFC 7523), by a P-256 key in PEM and the ID under which it is known.
        case privateKey(pem: String, id: String)
    }

    /// Where tokens are given.
    package let tokenAddress: String
    package let id: String
    package let scope: String?
    package let proof: Proof

    /// Describes a client; throws when its key is no P-256 key.
    package init(tokenAddress: String, id: String, scope: String?, proof: Proof) throws {
        self.tokenAddress = tokenAddress
        self.id = id
        self.scope = scope
        self.proof = proof
        if case .privateKey(let pem, _) = proof { _ = try ES256PrivateKey(pem: pem) }
    }

    /// The name of the connection to the token endpoint, beside the partner's own.
    package static func connection(of partner: String) -> String { "\(partner) token" }

    /// The request for a token.
    func request(
        for partner: String,
        at now: Date,
        makeID: () -> String
    ) async throws -> TransportRequest {
        var form = [("grant_type", "client_credentials")]
        if let scope { form.append(("scope", scope)) }
        var headers = [
            (name: "Content-Type", value: "application/x-www-form-urlencoded"),
            (name: "Accept", value: "application/json"),
        ]
        switch proof {
        case .secret(let secret):
            let pair = "\(Self.encoded(id)):\(Self.encoded(secret))"
            headers.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        case .privateKey(let pem, let keyID):
            form += [
                ("client_id", id),
                (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                ),
                ("client_assertion", try await assertion(pem, keyID, at: now, id: makeID())),
            ]
        }
        let body = form.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        return TransportRequest(
            partner: Self.connection(of: partner),
            method: .post,
            address: tokenAddress,
            headers: headers,
            body: Data(body.utf8),
            timeLimit: .seconds(20)
        )
    }

    private func assertion(
        _ pem: String,
        _ keyID: String,
        at now: Date,
        id assertionID: String
    ) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: try ES256PrivateKey(pem: pem), kid: JWKIdentifier(string: keyID))
        let claims = ClientAssertion(
            iss: IssuerClaim(value: id),
            sub: SubjectClaim(value: id),
            aud: AudienceClaim(value: tokenAddress),
            iat: IssuedAtClaim(value: now),
            exp: ExpirationClaim(value: now.addingTimeInterval(60)),
            jti: IDClaim(value: assertionID)
        )
        return try await keys.sign(claims, kid: JWKIdentifier(string: keyID))
    }

    /// The encoding of forms, which RFC 6749 asks for in both places.
    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}

/// Who we say we are (RFC 7523, section 3); good for a minute and for one request.
private struct ClientAssertion: JWTPayload {
    let iss: IssuerClaim
    let sub: SubjectClaim
    let aud: AudienceClaim
    let iat: IssuedAtClaim
    let exp: ExpirationClaim
    let jti: IDClaim

    func verify(using _: some JWTAlgorithm) async throws { try exp.verifyNotExpired() }
}
