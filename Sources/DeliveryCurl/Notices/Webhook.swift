import Crypto
import Delivery
import Foundation
import Outbox
import Oversight
import Referrals

/// Calls webhooks with messages as JSON, signed where a key is there.
struct Webhook: Sendable {
    /// The document of a call.
    private struct Call: Encodable {
        let id: String
        let event: String
        let partner: String
        let clock: String
        let stage: Int
        let telephone: String?
        let deliveries: [NoticeMessage.Line]
    }

    private static let name = "webhook"
    private static let timeLimit: Duration = .seconds(20)

    let settings: WebhookSettings
    let time: TimeSource
    let makeID: @Sendable () -> String

    func call(_ address: String, with message: NoticeMessage) async throws(NoticeFailure) {
        let transport = CurlTransport(connections: [
            PartnerConnection(
                partner: Self.name,
                address: address,
                identity: nil,
                authorities: settings.authorities.flatMap { try? Data(contentsOf: $0) },
                // Our own alarms are for our own network.
                isInternal: true
            )
        ])
        defer { transport.close() }
        let report = await transport.send(try request(address, message))
        guard report.phase == .answered, let status = report.status else {
            throw NoticeFailure(
                "the webhook was not reached: \(report.codeText)",
                isTemporary: true
            )
        }
        guard !(200...299).contains(status) else { return }
        // What is wrong with the call itself does not mend by waiting.
        let isTemporary =
            !(400...499).contains(status) || [401, 403, 408, 425, 429].contains(status)
        throw NoticeFailure("the webhook answered with \(status)", isTemporary: isTemporary)
    }

    private func request(
        _ address: String,
        _ message: NoticeMessage
    ) throws(NoticeFailure) -> TransportRequest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let call = Call(
            id: message.id,
            event: message.stage == 0 ? "owed-no-more" : "owed-too-long",
            partner: message.partner,
            clock: message.clock.rawValue,
            stage: message.stage,
            telephone: message.telephone,
            deliveries: message.lines
        )
        do {
            let body = try encoder.encode(call)
            let headers = [
                ("Content-Type", "application/json"),
                ("Content-Digest", ContentDigest.field(of: body)),
                ("Idempotency-Key", "\"\(message.id)\""),
            ]
            let request = TransportRequest(
                partner: Self.name,
                method: .post,
                address: address,
                headers: headers,
                body: body,
                timeLimit: Self.timeLimit
            )
            guard let key = try key() else { return request }
            let signed = try MessageSignature.fields(
                for: request,
                by: key,
                at: time.now(),
                nonce: makeID()
            )
            return TransportRequest(
                partner: Self.name,
                method: .post,
                address: address,
                headers: headers + signed.map { ($0.name, $0.value) },
                body: body,
                timeLimit: Self.timeLimit
            )
        } catch {
            throw NoticeFailure("the file webhook.keyFile cannot be used", isTemporary: true)
        }
    }

    private func key() throws -> SigningKey? {
        guard let file = settings.keyFile else { return nil }
        let text = try String(contentsOf: file, encoding: .utf8)
        let secret = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard let secret, secret.count >= 32 else { throw CocoaError(.fileReadCorruptFile) }
        return SigningKey(id: "referral-sync", secret: .hmac(SymmetricKey(data: secret)))
    }
}
