import Crypto
import Delivery
import Foundation
import Outbox
import Synchronization
import Testing

/// A partner with a token endpoint, which says what it got.
private final class TokenPartner: Transport {
    private struct State {
        var tokenRequests: [TransportRequest] = []
        var requests: [TransportRequest] = []
        var good = "token-1"
        var expiresIn = 300
        var tokenStatus = 200
    }

    private let state = Mutex(State())

    var tokenRequests: [TransportRequest] { state.withLock { $0.tokenRequests } }
    var requests: [TransportRequest] { state.withLock { $0.requests } }

    func set(good: String? = nil, expiresIn: Int? = nil, tokenStatus: Int? = nil) {
        state.withLock { state in
            state.good = good ?? state.good
            state.expiresIn = expiresIn ?? state.expiresIn
            state.tokenStatus = tokenStatus ?? state.tokenStatus
        }
    }

    func send(_ request: TransportRequest) async -> TransportReport {
        await Task.yield()
        return state.withLock { state in
            if request.partner == "northshire token" {
                state.tokenRequests.append(request)
                let body =
                    #"{"access_token":"\#(state.good)","token_type":"bearer","expires_in":\#(state.expiresIn)}"#
                return TransportReport(
                    phase: .answered,
                    status: state.tokenStatus,
                    body: Data(body.utf8)
                )
            }
            state.requests.append(request)
            let isGood = request.headers.contains {
                $0 == ("Authorization", "Bearer \(state.good)")
            }
            return TransportReport(phase: .answered, status: isGood ? 201 : 401)
        }
    }
}

@Suite struct AuthorisedTransportTests {
    private static let request = TransportRequest(
        partner: "northshire",
        method: .get,
        address: "https://partner.example/1",
        headers: [],
        timeLimit: .seconds(1)
    )

    private func transport(
        to partner: TokenPartner,
        secret: String = "s/e cret",
        at now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 1_790_000_000) }
    ) throws -> AuthorisedTransport {
        let transport = AuthorisedTransport(
            carrier: partner,
            time: TimeSource(now: now, sleep: { _ in }),
            makeID: { "id" }
        )
        let client = try OAuthClient(
            tokenAddress: "https://auth.example/token",
            id: "our:id",
            scope: "referrals",
            proof: .secret(secret)
        )
        transport.set(PartnerCredentials(oauth: client), of: "northshire")
        return transport
    }

    @Test func `a token is kept, and asked for once however many need it`() async throws {
        let partner = TokenPartner()
        let transport = try transport(to: partner)

        let statuses = await withTaskGroup(of: Int?.self) { group in
            for _ in 1...20 { group.addTask { await transport.send(Self.request).status } }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }

        #expect(statuses.allSatisfy { $0 == 201 })
        #expect(partner.tokenRequests.count == 1)
    }

    @Test func `the client proves itself as the standard says`() async throws {
        let partner = TokenPartner()
        _ = await (try transport(to: partner)).send(Self.request)

        let asked = try #require(partner.tokenRequests.first)
        let basic = Data("our%3Aid:s%2Fe%20cret".utf8).base64EncodedString()
        #expect(asked.headers.contains { $0 == ("Authorization", "Basic \(basic)") })
        #expect(
            String(decoding: asked.body, as: UTF8.self)
                == "grant_type=client_credentials&scope=referrals"
        )
    }

    @Test func `a token that is refused is replaced once, in the same attempt`() async throws {
        let partner = TokenPartner()
        let transport = try transport(to: partner)
        _ = await transport.send(Self.request)

        partner.set(good: "token-2")
        let report = await transport.send(Self.request)

        #expect(report.status == 201)
        #expect(partner.tokenRequests.count == 2)
        #expect(partner.requests.count == 3)
    }

    @Test func `a client that is refused for good asks no more than twice`() async throws {
        let partner = TokenPartner()
        let transport = try transport(to: partner)
        _ = await transport.send(Self.request)
        partner.set(good: "token-2", tokenStatus: 401)

        let report = await transport.send(Self.request)

        #expect(report.phase == .preparing)
        #expect(AttemptResult(of: report, digest: "", at: .now).record.outcome == .misconfigured)
        #expect(!report.codeText.contains("token-"))
    }

    @Test func `an endpoint that is down says that the partner was not reached`() async throws {
        let partner = TokenPartner()
        partner.set(tokenStatus: 503)

        let report = await (try transport(to: partner)).send(Self.request)

        #expect(!report.phase.mayHaveReachedPartner)
        #expect(AttemptResult(of: report, digest: "", at: .now).record.outcome == .unreachable)
        #expect(partner.requests.isEmpty)
    }

    @Test func `a token is replaced before its end`() async throws {
        let partner = TokenPartner()
        let clock = Clock()
        let transport = try transport(to: partner, at: { clock.now })
        _ = await transport.send(Self.request)

        clock.advance(by: 269)
        _ = await transport.send(Self.request)
        let before = partner.tokenRequests.count
        clock.advance(by: 2)
        _ = await transport.send(Self.request)

        #expect(before == 1)
        #expect(partner.tokenRequests.count == 2)
    }

    @Test func `the next key signs when its time has come`() async throws {
        let partner = TokenPartner()
        let clock = Clock()
        let transport = AuthorisedTransport(
            carrier: partner,
            time: TimeSource(now: { clock.now }, sleep: { _ in }),
            makeID: { "id" }
        )
        let secret = SigningKey.Secret.hmac(SymmetricKey(size: .bits256))
        transport.set(
            PartnerCredentials(signing: [
                SigningKey(id: "old", secret: secret),
                SigningKey(id: "new", secret: secret, from: clock.now.addingTimeInterval(10)),
            ]),
            of: "northshire"
        )

        _ = await transport.send(Self.request)
        clock.advance(by: 10)
        _ = await transport.send(Self.request)

        let inputs = partner.requests.map { $0.headers.first { $0.name == "Signature-Input" } }
        #expect(inputs[0]?.value.contains("keyid=\"old\"") == true)
        #expect(inputs[1]?.value.contains("keyid=\"new\"") == true)
    }
}

/// A clock that a test sets.
private final class Clock: Sendable {
    private let moment = Mutex(Date(timeIntervalSince1970: 1_790_000_000))

    var now: Date { moment.withLock { $0 } }

    func advance(by seconds: TimeInterval) { moment.withLock { $0 += seconds } }
}
