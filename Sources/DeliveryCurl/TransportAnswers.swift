package import Acknowledgements
package import Delivery
import Foundation

/// Reads what partners answered by the same transport that delivers.
package struct TransportAnswers: AnswerSource {
    /// The longest time for reading a status document.
    private static let timeLimit: Duration = .seconds(30)

    private let transport: any Transport

    /// Reads by a transport.
    package init(_ transport: any Transport) { self.transport = transport }

    package func document(
        of partner: String,
        at address: String,
        unless tag: String?
    ) async -> AnswerFetch {
        let report = await transport.send(
            TransportRequest(
                partner: partner,
                method: .get,
                address: address,
                headers: [("Accept", "application/json")]
                    + (tag.map { [("If-None-Match", $0)] } ?? []),
                timeLimit: Self.timeLimit
            )
        )
        switch (report.phase, report.status) {
        case (.answered, 200):
            return .document(report.body, tag: report.headers["etag"].flatMap(Self.usable))
        case (.answered, 304): return .unchanged
        case (.answered, 404), (.answered, 410): return .unknownAddress
        default:
            return .unavailable(
                report.status.map { "status \($0)" } ?? report.codeText,
                retryAfter: report.headers["retry-after"]
            )
        }
    }

    /// A tag that can be sent back as it came.
    private static func usable(_ tag: String) -> String? {
        tag.utf8.count <= 200 && tag.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? tag : nil
    }
}
