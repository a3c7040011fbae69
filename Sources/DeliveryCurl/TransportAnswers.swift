package import Acknowledgements
package import Delivery
import Foundation

/// Reads status documents by the same transport that delivers.
package struct TransportAnswers: AnswerSource {
    /// The longest time for reading a status document.
    private static let timeLimit: Duration = .seconds(30)

    private let transport: any Transport

    /// Reads by a transport.
    package init(_ transport: any Transport) { self.transport = transport }

    package func statusDocument(of partner: String, at address: String) async -> AnswerFetch {
        let report = await transport.send(
            TransportRequest(
                partner: partner,
                method: .get,
                address: address,
                headers: [("Accept", "application/json")],
                timeLimit: Self.timeLimit
            )
        )
        switch (report.phase, report.status) {
        case (.answered, 200): return .document(report.body)
        case (.answered, 404), (.answered, 410): return .unknownAddress
        default:
            return .unavailable(
                report.status.map { "status \($0)" } ?? report.codeText,
                retryAfter: report.headers["retry-after"]
            )
        }
    }
}
