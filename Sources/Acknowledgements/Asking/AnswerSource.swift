package import Foundation

/// Reads what partners have answered.
package protocol AnswerSource: Sendable {
    /// Asks the partner for a document of its own host and port, unless it still has this tag.
    func document(of partner: String, at address: String, unless tag: String?) async -> AnswerFetch
}

/// What asking for a document gave.
package enum AnswerFetch: Sendable, Equatable {
    /// The document, and its tag (`ETag`, RFC 9110 section 8.8.3).
    case document(Data, tag: String?)
    /// It is as it was.
    case unchanged
    /// The partner knows no such address.
    case unknownAddress
    /// Asking later may work; the partner may have said how much later, in its own words.
    case unavailable(String, retryAfter: String?)
}
