package import Foundation
import Outbox

/// A partner's problem document (RFC 9457) as far as we use it.
package struct ProblemDocument: Sendable, Decodable, Equatable {
    struct Entry: Decodable, Equatable {
        let pointer: String?
        let message: String?
        let detail: String?
    }

    let type: String?
    let title: String?
    let detail: String?
    let errors: [Entry]?

    /// Reads the body of an error answer, or nil when it is something else.
    package init?(_ body: Data) {
        guard let problem = try? JSONDecoder().decode(ProblemDocument.self, from: body) else {
            return nil
        }
        self = problem
    }

    /// The partner's words, cut to sensible lengths and freed of control characters.
    func explanation(_ summary: String) -> AttemptExplanation {
        AttemptExplanation(
            summary,
            title: title.map { $0.printable(atMost: 200) },
            detail: detail.map { $0.printable(atMost: 1000) },
            problems: errors?.prefix(20).map { entry in
                AttemptExplanation.Problem(
                    pointer: (entry.pointer ?? "").printable(atMost: 200),
                    message: (entry.message ?? entry.detail ?? "").printable(atMost: 300)
                )
            }
        )
    }
}

extension String {
    /// The beginning of a foreign text, safe to show on a terminal.
    fileprivate func printable(atMost limit: Int) -> String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(limit).map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }
            )
        )
    }
}
