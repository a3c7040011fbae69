import Delivery
import Foundation
import NIOSSL
import Outbox
import Testing

/// One way in which a request can end: what the partner's side does, and what it must mean to us.
struct OutcomeCase: Sendable, CustomTestStringConvertible {
    /// What is different about the request or the connection.
    enum Client: Sendable, Equatable {
        case usual
        case address(String)
        case notInternal
        case withoutCertificate
        case brokenCertificate
        case otherAuthority
        case otherPin
        /// A document too long for the buffers on the way.
        case longDocument
        case http2
    }

    /// Who is at the other end.
    enum Server: Sendable {
        case script(ScriptedServer.Script, ScriptedServer.Security)
        case closedPort
        /// A port that takes no more connections and refuses none.
        case stalledPort
    }

    let testDescription: String
    let client: Client
    let server: Server
    let phase: TransportReport.Phase
    /// libcurl's codes, one of which it must be; more than one where its timing decides.
    let codes: Set<Int32>
    let status: Int?
    let outcome: AttemptOutcome
    /// How the sentence of its row in the outcome table begins.
    let row: String

    /// Whether our patience is what ends it.
    var endsByTime: Bool { codes == [28] }

    private init(
        _ name: String,
        _ client: Client,
        _ server: Server,
        _ phase: TransportReport.Phase,
        _ codes: Set<Int32>,
        status: Int? = nil,
        _ outcome: AttemptOutcome,
        _ row: String
    ) {
        testDescription = name
        self.client = client
        self.server = server
        self.phase = phase
        self.codes = codes
        self.status = status
        self.outcome = outcome
        self.row = row
    }
}

// The codes are libcurl's: 6 name, 7 connect, 8 strange answer, 16 HTTP/2, 18 partial, 23 our cap,
// 28 time, 35 handshake, 42 our guard, 52 nothing came, 55 send, 56 receive, 58 our certificate,
// 60 their certificate, 90 pin, 92 HTTP/2 stream.
extension OutcomeCase {
    static let all = notSent + lost + lostInHTTP2 + cutShort + answered

    private static let notSent: [OutcomeCase] = [
        OutcomeCase(
            "an address of another partner",
            .address("https://other.invalid/"),
            .closedPort,
            .preparing,
            [3],
            .misconfigured,
            "Nothing was sent: the address"
        ),
        OutcomeCase(
            "a private address that is not declared",
            .notInternal,
            .closedPort,
            .preparing,
            [7, 42],
            .misconfigured,
            "Nothing was sent: the address"
        ),
        OutcomeCase(
            "a name that nobody has",
            .address("https://nobody.invalid/"),
            .closedPort,
            .nameLookup,
            [6],
            .unreachable,
            "The partner's name"
        ),
        OutcomeCase(
            "a closed port",
            .usual,
            .closedPort,
            .connecting,
            [7],
            .unreachable,
            "No connection"
        ),
        OutcomeCase(
            "a port that takes nobody",
            .usual,
            .stalledPort,
            .connecting,
            [28],
            .unreachable,
            "No connection"
        ),
        OutcomeCase(
            "no word in the handshake",
            .usual,
            script(.connection, "", .silence, .none),
            .securing,
            [28],
            .unreachable,
            "Nothing was sent: the secure connection"
        ),
        OutcomeCase(
            "closed in the handshake",
            .usual,
            script(.head, "", .close, .none),
            .securing,
            [35],
            .unreachable,
            "Nothing was sent: the secure connection"
        ),
        OutcomeCase(
            "reset in the handshake",
            .usual,
            script(.head, "", .reset, .none),
            .securing,
            [35],
            .unreachable,
            "Nothing was sent: the secure connection"
        ),
        OutcomeCase(
            "a server without TLS",
            .usual,
            script(.head, "HTTP/1.1 400 Bad Request\r\n\r\n", .close, .none),
            .securing,
            [35],
            .unreachable,
            "Nothing was sent: the secure connection"
        ),
        OutcomeCase(
            "TLS 1.1 at most",
            .usual,
            script(.request, "", .close, .tls(versionMax: .tlsv11)),
            .securing,
            [35],
            .unreachable,
            "Nothing was sent: the secure connection"
        ),
        OutcomeCase(
            "a certificate of another authority",
            .otherAuthority,
            script(.request, "", .close),
            .securing,
            [60],
            .misconfigured,
            "Nothing was sent: a certificate"
        ),
        OutcomeCase(
            "another's certificate",
            .usual,
            script(.request, "", .close, .tls(certificate: "referral-sync")),
            .securing,
            [60],
            .misconfigured,
            "Nothing was sent: a certificate"
        ),
        OutcomeCase(
            "another key than the pinned",
            .otherPin,
            script(.request, "", .close),
            .securing,
            [90],
            .misconfigured,
            "Nothing was sent: a certificate"
        ),
        OutcomeCase(
            "a certificate of ours that cannot be read",
            .brokenCertificate,
            script(.request, "", .close),
            .securing,
            [58],
            .misconfigured,
            "Nothing was sent: a certificate"
        ),
        OutcomeCase(
            "no certificate of ours",
            .withoutCertificate,
            script(.request, "", .close, .tls(asksForCertificate: true)),
            .securing,
            [35, 55, 56],
            .misconfigured,
            "Nothing was sent: the partner did not accept"
        ),
    ]

    private static let lost: [OutcomeCase] = [
        OutcomeCase(
            "reset while the document is sent",
            .longDocument,
            script(.head, "", .reset),
            .sending,
            [55, 56],
            .uncertain,
            "The connection ended while"
        ),
        OutcomeCase(
            "the document is not read",
            .longDocument,
            script(.head, "", .silence),
            .sending,
            [28],
            .uncertain,
            "The connection ended while"
        ),
        lost("closed without an answer", "", .close, [52]),
        lost("reset without an answer", "", .reset, [56]),
        lost("no answer in time", "", .silence, [28]),
        lost("only 100 Continue", "HTTP/1.1 100 Continue\r\n\r\n", .close, [52, 56]),
        lost("only 103 Early Hints", "HTTP/1.1 103 Early Hints\r\n\r\n", .silence, [28]),
        lost("half a status line", "HTTP/1.1 20", .close, [1, 8, 52, 56]),
        lost("something that is not HTTP", "220 mail.example ESMTP\r\n", .close, [1, 8, 56]),
        lost("a status that is no number", "HTTP/1.1 abc\r\n\r\n", .close, [1, 8, 56]),
    ]

    private static let lostInHTTP2: [OutcomeCase] = [
        lostInHTTP2("a stream ended by an internal error", frame(3, stream: 1, word(2)), [92]),
        // libcurl would send it again by itself; our guard stops that.
        lostInHTTP2("a stream refused", frame(3, stream: 1, word(7)), [42, 92]),
        lostInHTTP2("calm demanded", frame(7, stream: 0, word(0) + word(11)), [16, 42, 56, 92]),
        lostInHTTP2("a frame of the wrong length", frame(3, stream: 1, [0]), [16, 52, 55, 56, 92]),
        lostInHTTP2("closed after the settings", [], [16, 18, 52, 56, 92]),
    ]

    private static let cutShort: [OutcomeCase] = [
        cutShort("an answer shorter than announced", "Content-Length: 100\r\n\r\n{}", .close, [18]),
        cutShort("an answer that stalls", "Content-Length: 100\r\n\r\n{}", .silence, [28]),
        cutShort("an answer that drips", "Content-Length: 100000\r\n\r\n{}", .drip, [28]),
        cutShort("an answer that is reset", "Content-Length: 100\r\n\r\n{}", .reset, [56]),
        cutShort("a broken chunk", "Transfer-Encoding: chunked\r\n\r\nxx\r\n", .silence, [56]),
        cutShort(
            "an answer above the cap",
            "Content-Length: 300000\r\n\r\n" + String(repeating: "x", count: 300_000),
            .silence,
            [23]
        ),
        cutShort(
            "headers above the cap",
            (1...80).map { "X-\($0): \(String(repeating: "x", count: 1000))\r\n" }.joined(),
            .silence,
            [23]
        ),
        OutcomeCase(
            "a refusal that is cut short",
            .usual,
            script(.request, "HTTP/1.1 422 No\r\nContent-Length: 100\r\n\r\n{}", .close),
            .answering,
            [18],
            status: 422,
            .refused,
            "The partner's system refused"
        ),
        OutcomeCase(
            "a refusal before the document was read",
            .longDocument,
            script(.head, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", .silence),
            .answered,
            [0],
            status: 413,
            .refused,
            "The partner's system refused"
        ),
    ]

    private static let answered: [OutcomeCase] =
        [
            answered(200, body: receipt, .delivered, "The partner accepted"),
            answered(201, body: receipt, .delivered, "The partner accepted"),
            answered(202, body: receipt, .delivered, "The partner accepted"),
            answered(200, body: "OK", .uncertain, "The partner accepted"),
            answered(201, body: #"{"receiptId":"R"}"#, .uncertain, "The partner accepted"),
            answered(
                201,
                body: receipt.replacing("DIGEST", with: "DIGEST0"),
                .uncertain,
                "The partner accepted"
            ),
            answered(204, body: nil, .uncertain, "The partner accepted"),
            answered(301, headers: elsewhere, .refused, "The partner sent us elsewhere"),
            answered(303, headers: elsewhere, .refused, "The partner sent us elsewhere"),
            answered(307, headers: elsewhere, .refused, "The partner sent us elsewhere"),
            answered(308, headers: elsewhere, .refused, "The partner sent us elsewhere"),
            answered(401, .misconfigured, "The partner did not accept our credentials"),
            answered(
                401,
                headers: "WWW-Authenticate: Negotiate\r\n",
                .misconfigured,
                "The partner did not accept our credentials"
            ),
            answered(403, .misconfigured, "The partner does not allow"),
            answered(407, .misconfigured, "A proxy asked"),
            answered(408, .uncertain, "The partner timed out"),
            answered(409, .uncertain, "The partner is still working"),
            answered(
                422,
                body: problem("idempotency-key-reused"),
                .keyReused,
                "The partner's system took"
            ),
            answered(
                409,
                body: problem("idempotency-key-reused"),
                .keyReused,
                "The partner's system took"
            ),
            answered(422, body: problem("not-valid"), .refused, "The partner's system refused"),
            answered(425, .busy, "The partner asked us to send again later"),
            answered(429, .busy, "The partner asked us to send more slowly"),
            answered(
                429,
                headers: "Retry-After: 60\r\n",
                .busy,
                "The partner asked us to send more slowly"
            ),
            answered(501, .refused, "The partner's system does not offer"),
            answered(
                503,
                headers: "Retry-After: 60\r\n",
                .busy,
                "The partner's system is not available now"
            ),
            answered(503, .uncertain, "The partner's system is not available; it may"),
            answered(505, .refused, "The partner's system does not speak"),
            answered(600, .uncertain, "The partner gave an answer that we do not"),
            answered(999, .uncertain, "The partner gave an answer that we do not"),
        ]
        + [404, 405, 410].map { answered($0, .misconfigured, "The partner takes no documents") }
        + [
            400, 402, 406, 411, 412, 413, 414, 415, 417, 422, 426, 428, 431, 451,
            499,
        ]
        .map { answered($0, .refused, "The partner's system refused") }
        + [500, 502, 504, 507, 508, 511, 520, 524, 599]
        .map { answered($0, .uncertain, "The partner's system failed") }

    // MARK: The parts of a case

    private static let elsewhere = "Location: https://localhost:1/\r\n"

    /// `DIGEST` stands for the digest of the document that was sent.
    private static let receipt =
        #"{"receiptId":"R","receivedAt":"2026-11-20T10:00:00Z","contentDigest":"DIGEST"}"#

    private static func problem(_ type: String) -> String {
        #"{"type":"https://partner.example/problems/\#(type)","title":"No"}"#
    }

    private static func script(
        _ cue: ScriptedServer.Script.Cue,
        _ text: String,
        _ end: ScriptedServer.Script.End,
        _ security: ScriptedServer.Security = .tls()
    ) -> Server {
        .script(ScriptedServer.Script(cue: cue, bytes: Data(text.utf8), end: end), security)
    }

    private static func lost(
        _ name: String,
        _ text: String,
        _ end: ScriptedServer.Script.End,
        _ codes: Set<Int32>
    ) -> OutcomeCase {
        OutcomeCase(
            name,
            .usual,
            script(.request, text, end),
            .waiting,
            codes,
            .uncertain,
            "The document was sent, but no answer came"
        )
    }

    private static func lostInHTTP2(
        _ name: String,
        _ frames: [UInt8],
        _ codes: Set<Int32>
    ) -> OutcomeCase {
        let script = ScriptedServer.Script(
            bytes: Data(frame(4, stream: 0, []) + frames),
            end: frames.isEmpty ? .close : .silence
        )
        return OutcomeCase(
            name,
            .http2,
            .script(script, .tls()),
            .waiting,
            codes,
            .uncertain,
            "The document was sent, but no answer came"
        )
    }

    private static func cutShort(
        _ name: String,
        _ rest: String,
        _ end: ScriptedServer.Script.End,
        _ codes: Set<Int32>
    ) -> OutcomeCase {
        OutcomeCase(
            name,
            .usual,
            script(.request, "HTTP/1.1 201 Created\r\n" + rest, end),
            .answering,
            codes,
            status: 201,
            .uncertain,
            "The answer was cut off"
        )
    }

    private static func answered(
        _ status: Int,
        headers: String = "",
        body: String? = "{}",
        _ outcome: AttemptOutcome,
        _ row: String
    ) -> OutcomeCase {
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        let text = "HTTP/1.1 \(status) Words\r\n\(headers)\(length)\r\n\(body ?? "")"
        return OutcomeCase(
            "\(status) \(headers.trimmingCharacters(in: .newlines)) \(body ?? "")",
            .usual,
            script(.request, text, .silence),
            .answered,
            [0],
            status: status,
            outcome,
            row
        )
    }

    /// A frame of HTTP/2 (RFC 9113 section 4.1).
    private static func frame(_ type: UInt8, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(payload.count), type, 0, 0, 0, 0, stream] + payload
    }

    private static func word(_ value: UInt8) -> [UInt8] { [0, 0, 0, value] }
}
