/// Why a request was not carried out (RFC 9457).
package struct Problem: Codable, Sendable, Equatable {
    /// What the `Content-Type` of a problem says.
    package static let mediaType = "application/problem+json"

    /// The `type` of a problem that passes by itself.
    package static let tryLater = "urn:referral-sync:problem:try-later"

    package let type: String
    package let title: String
    package let status: Int
    /// What happened and what to do, in sentences.
    package let detail: String

    /// Describes a problem.
    package init(
        type: String = "about:blank",
        title: String,
        status: Int,
        detail: String
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
    }
}
