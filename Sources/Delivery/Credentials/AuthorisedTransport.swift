import Foundation
package import Outbox
import Synchronization

/// Adds to each request what proves that it is ours: an access token, a signature.
package final class AuthorisedTransport: Transport {
    private struct Entry {
        let credentials: PartnerCredentials
        let tokens: TokenSource?
    }

    private let carrier: any Transport
    private let time: TimeSource
    private let makeID: @Sendable () -> String
    private let entries: Mutex<[String: Entry]>

    /// Sends by a carrier, as nobody until credentials are set.
    package init(
        carrier: any Transport,
        time: TimeSource,
        makeID: @escaping @Sendable () -> String
    ) {
        self.carrier = carrier
        self.time = time
        self.makeID = makeID
        entries = Mutex([:])
    }

    /// Uses other credentials for a partner from the next request on.
    package func set(_ credentials: PartnerCredentials, of partner: String) {
        let tokens = credentials.oauth.map {
            TokenSource(of: partner, client: $0, transport: carrier, time: time, makeID: makeID)
        }
        entries.withLock { $0[partner] = Entry(credentials: credentials, tokens: tokens) }
    }

    package func send(_ request: TransportRequest) async -> TransportReport {
        guard let entry = entries.withLock({ $0[request.partner] }) else {
            return await carrier.send(request)
        }
        guard let tokens = entry.tokens else { return await send(request, as: entry, nil) }
        do {
            let token = try await tokens.token()
            let report = await send(request, as: entry, token)
            // A refused token says that nothing was processed, so a fresh one is tried at once.
            guard report.phase == .answered, report.status == 401 else { return report }
            let fresh = try await tokens.token(insteadOf: token)
            return await send(request, as: entry, fresh)
        } catch {
            return error.report
        }
    }

    private func send(
        _ request: TransportRequest,
        as entry: Entry,
        _ token: String?
    ) async -> TransportReport {
        var fields: [(name: String, value: String)] = []
        if let token { fields.append(("Authorization", "Bearer \(token)")) }
        let now = time.now()
        if let key = entry.credentials.key(at: now) {
            do {
                fields += try MessageSignature.fields(
                    for: request,
                    by: key,
                    at: now,
                    nonce: makeID()
                )
            } catch {
                return TransportReport(
                    phase: .preparing,
                    code: -1,
                    codeText: "the request cannot be signed"
                )
            }
        }
        return await carrier.send(request.adding(fields))
    }
}

extension TransportRequest {
    fileprivate func adding(_ fields: [(name: String, value: String)]) -> TransportRequest {
        TransportRequest(
            partner: partner,
            method: method,
            address: address,
            headers: headers + fields,
            body: body,
            timeLimit: timeLimit
        )
    }
}
