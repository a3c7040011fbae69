import Foundation

/// Why somebody asks for something, in words of their own.
package enum GivenReason {
    /// The most characters, where no contract says otherwise.
    package static let charactersMax = 2000

    /// The reason without white space around it; `use` says what becomes of it.
    package static func checked(
        _ given: String?,
        upTo limit: Int = charactersMax,
        for use: String
    ) throws(ReasonProblem) -> String {
        let reason = (given ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else {
            throw ReasonProblem(message: "Give a reason, for \(use): --reason")
        }
        let count = reason.unicodeScalars.count
        guard count <= limit else {
            throw ReasonProblem(
                message:
                    "The reason has \(count) characters. Expected at most \(limit); shorten it."
            )
        }
        let isPlain = reason.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        }
        guard isPlain else {
            throw ReasonProblem(message: "The reason holds control characters. Write it in words.")
        }
        return reason
    }
}

/// Why a reason was not taken.
package struct ReasonProblem: Error, Equatable {
    /// What to do.
    package let message: String
}
