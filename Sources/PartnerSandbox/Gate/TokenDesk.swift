import Foundation
import Hummingbird
import JWTKit

/// Gives access tokens to clients (RFC 6749, section 4.4), and knows those that it gave.
actor TokenDesk {
    /// The claims of a client's assertion (RFC 7523, section 3).
    private struct Assertion: JWTPayload {
        let iss: IssuerClaim
        let sub: SubjectClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let jti: IDClaim

        func verify(using _: some JWTAlgorithm) async throws {
            try exp.verifyNotExpired()
            guard iss.value == sub.value else {
                throw JWTError.claimVerificationFailure(failedClaim: sub, reason: "not the issuer")
            }
        }
    }

    /// A token that was given.
    private struct Token {
        let agency: String
        let end: Date
        var uses: Int
    }

    private let clients: [ClientSpec]
    private let lifetime: Duration
    private let usesMax: Int
    private var tokens: [String: Token] = [:]
    private var assertions: Set<String> = []
    /// How many tokens were given.
    private(set) var given = 0

    init(_ clients: [ClientSpec], lifetime: Duration, usesMax: Int) {
        self.clients = clients
        self.lifetime = lifetime
        self.usesMax = usesMax
    }

    /// The answer to a request for a token.
    func give(_ request: Request, at now: Date) async throws -> Response {
        let body = String(buffer: try await request.body.collect(upTo: 64 << 10))
        let form = Dictionary(
            body.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.dropFirst().first?.removingPercentEncoding ?? "")
            }
        ) { $1 }
        guard form["grant_type"] == "client_credentials",
            let client = try await client(form, request.headers[.authorization])
        else {
            return Response(
                status: .unauthorized,
                headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: #"{"error":"invalid_client"}"#))
            )
        }
        let text = UUID().uuidString
        let end = now.addingTimeInterval(lifetime / .seconds(1))
        tokens[text] = Token(agency: client.agency, end: end, uses: 0)
        given += 1
        let answer =
            #"{"access_token":"\#(text)","token_type":"Bearer","expires_in":\#(lifetime.components.seconds)}"#
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: answer))
        )
    }

    /// Throws the problem when a request to an agency that gives tokens has no good one.
    func check(_ request: Request, agency: String, at now: Date) throws {
        guard clients.contains(where: { $0.agency == agency }) else { return }
        let text = request.headers[.authorization].map { String($0.dropFirst("Bearer ".count)) }
        guard let text, var token = tokens[text], token.agency == agency, token.end > now,
            token.uses < usesMax
        else { throw Problem(401, "no-token", "The access token is not accepted") }
        token.uses += 1
        tokens[text] = token
    }

    private func client(
        _ form: [String: String],
        _ authorization: String?
    ) async throws -> ClientSpec? {
        if let assertion = form["client_assertion"], let id = form["client_id"] {
            for spec in clients where spec.client == id {
                let keys = JWTKeyCollection()
                guard let pem = try? String(contentsOfFile: spec.file, encoding: .utf8),
                    let key = try? ES256PublicKey(pem: pem)
                else { continue }
                await keys.add(ecdsa: key)
                guard let claims = try? await keys.verify(assertion, as: Assertion.self),
                    claims.iss.value == id, assertions.insert(claims.jti.value).inserted
                else { continue }
                return spec
            }
            return nil
        }
        guard let authorization, authorization.hasPrefix("Basic "),
            let pair = Data(base64Encoded: String(authorization.dropFirst("Basic ".count)))
        else { return nil }
        let parts = String(decoding: pair, as: UTF8.self).split(separator: ":", maxSplits: 1)
            .map { String($0).removingPercentEncoding ?? "" }
        return clients.first { spec in
            let secret = try? String(contentsOfFile: spec.file, encoding: .utf8)
            return parts.count == 2 && parts[0] == spec.client
                && parts[1] == secret?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
