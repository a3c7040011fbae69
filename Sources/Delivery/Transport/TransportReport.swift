package import Foundation

/// What is known of one request after it ended.
package struct TransportReport: Sendable, Equatable {
    /// How far the exchange came; the order is the order of the exchange.
    package enum Phase: String, Sendable, Equatable, CaseIterable {
        /// Refused on this side: bad address, header, certificate or address rule.
        case preparing
        case nameLookup = "name-lookup"
        case connecting
        case securing
        /// The request was handed to the connection; some of it may have reached the partner.
        case sending
        /// All of the request was sent; no complete answer arrived.
        case waiting
        /// The answer began but did not end well.
        case answering
        /// A complete final answer was read.
        case answered

        /// Whether the partner may have seen any of the request.
        package var mayHaveReachedPartner: Bool {
            switch self {
            case .preparing, .nameLookup, .connecting, .securing: false
            case .sending, .waiting, .answering, .answered: true
            }
        }
    }

    package var phase: Phase

    /// The transfer library's result code, 0 for success.
    package var code: Int32

    /// The library's words for the code; holds no data of the request.
    package var codeText: String

    /// The final status line's code, if one was read (also when the body then failed).
    package var status: Int?

    /// The final answer's header fields, names in lower case.
    package var headers: [String: String]

    /// What was read of the answer's body, at most the cap.
    package var body: Data

    /// Whether the answer was longer than the cap and was cut.
    package var bodyWasCut: Bool

    /// Whether the partner ended the handshake with a TLS alert about our certificate.
    package var certificateWasRefused: Bool

    /// Which connection broke under it, if one did; others that were on it ended with it.
    package var brokenConnection: Int?

    /// The wall-clock length of the exchange.
    package var duration: Duration

    /// Describes what was seen.
    package init(
        phase: Phase,
        code: Int32 = 0,
        codeText: String = "",
        status: Int? = nil,
        headers: [String: String] = [:],
        body: Data = Data(),
        bodyWasCut: Bool = false,
        certificateWasRefused: Bool = false,
        brokenConnection: Int? = nil,
        duration: Duration = .zero
    ) {
        self.phase = phase
        self.code = code
        self.codeText = codeText
        self.status = status
        self.headers = headers
        self.body = body
        self.bodyWasCut = bodyWasCut
        self.certificateWasRefused = certificateWasRefused
        self.brokenConnection = brokenConnection
        self.duration = duration
    }
}
