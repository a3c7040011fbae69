/// Why an attempt ended as it did, for the person who has to act.
package struct AttemptExplanation: Sendable, Codable, Equatable {
    /// One place in the document that the partner objects to.
    package struct Problem: Sendable, Codable, Equatable {
        package let pointer: String
        package let message: String

        /// Pairs a JSON pointer with the partner's words.
        package init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }

    /// A sentence of ours.
    package let summary: String
    /// The problem's title (RFC 9457: it does not change from occurrence to occurrence).
    package var title: String?
    /// The partner's own words for this occurrence; they may hold personal data.
    package var detail: String?
    package var problems: [Problem]?

    /// Starts from a sentence of ours.
    package init(
        _ summary: String,
        title: String? = nil,
        detail: String? = nil,
        problems: [Problem]? = nil
    ) {
        self.summary = summary
        self.title = title
        self.detail = detail
        self.problems = problems
    }
}
