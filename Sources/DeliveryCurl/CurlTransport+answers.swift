package import Acknowledgements
import Delivery
import Foundation

extension CurlTransport: AnswerSource {
    /// The longest time for reading a status document.
    private static let timeLimit: Duration = .seconds(30)

    package func statusDocument(of partner: String, at address: String) async -> AnswerFetch {
        let report = await send(
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
