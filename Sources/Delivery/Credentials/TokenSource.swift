import Foundation
import Outbox

/// Gets access tokens for one partner and keeps each until shortly before its end.
actor TokenSource {
    /// Why there is no token; nothing was sent to the partner.
    struct Failure: Error {
        let report: TransportReport
    }

    /// A token that ends sooner could end on its way.
    private static let margin: TimeInterval = 30
    /// Without a word from the endpoint (RFC 6749, section 5.1, recommends to give it).
    private static let lifetimeAssumed: TimeInterval = 300

    private struct Answer: Decodable {
        let access_token: String
        let token_type: String
        let expires_in: Double?
    }

    private let partner: String
    private let client: OAuthClient
    private let transport: any Transport
    private let time: TimeSource
    private let makeID: @Sendable () -> String
    private var token: (text: String, end: Date)?
    private var waiting: [CheckedContinuation<Result<String, Failure>, Never>] = []
    private var isAsking = false

    init(
        of partner: String,
        client: OAuthClient,
        transport: any Transport,
        time: TimeSource,
        makeID: @escaping @Sendable () -> String
    ) {
        self.partner = partner
        self.client = client
        self.transport = transport
        self.time = time
        self.makeID = makeID
    }

    /// A token that is good now, and another one than one that was refused.
    ///
    /// However many ask, the endpoint is asked once.
    func token(insteadOf refused: String? = nil) async throws(Failure) -> String {
        if let token, token.text != refused, token.end > time.now() { return token.text }
        if isAsking {
            return try await withCheckedContinuation { waiting.append($0) }.get()
        }
        isAsking = true
        let result = await ask()
        isAsking = false
        for waiter in waiting { waiter.resume(returning: result) }
        waiting = []
        return try result.get()
    }

    private func ask() async -> Result<String, Failure> {
        let request: TransportRequest
        do {
            request = try await client.request(for: partner, at: time.now(), makeID: makeID)
        } catch {
            return .failure(.of(.preparing, "our assertion cannot be signed"))
        }
        let report = await transport.send(request)
        guard report.phase == .answered, let status = report.status else {
            return .failure(.of(.connecting, "no token: \(report.codeText)"))
        }
        switch status {
        case 200:
            guard let answer = try? JSONDecoder().decode(Answer.self, from: report.body),
                answer.token_type.lowercased() == "bearer", answer.access_token.isToken
            else {
                return .failure(.of(.preparing, "the token endpoint's answer is no bearer token"))
            }
            let lifetime = max(0, answer.expires_in ?? Self.lifetimeAssumed)
            let end = time.now().addingTimeInterval(max(lifetime / 2, lifetime - Self.margin))
            token = (answer.access_token, end)
            return .success(answer.access_token)
        case 429, 500...599:
            return .failure(.of(.connecting, "no token: the endpoint answered \(status)"))
        default:
            return .failure(
                .of(.preparing, "the token endpoint refused our client, with status \(status)")
            )
        }
    }
}

extension TokenSource.Failure {
    /// Nothing reached the partner, so the phase is one of those before sending.
    fileprivate static func of(_ phase: TransportReport.Phase, _ text: String) -> Self {
        Self(report: TransportReport(phase: phase, code: -1, codeText: text))
    }
}

extension String {
    /// Whether it is the form of a bearer token (RFC 6750, section 2.1), which fits in a header.
    fileprivate var isToken: Bool {
        !isEmpty && utf8.count <= 16_384
            && utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
    }
}
