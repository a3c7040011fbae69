package import Foundation

/// Reads a partner's status document, which lists its answers so far.
package protocol AnswerSource: Sendable {
    /// Asks the partner for the document at a status address of its own host and port.
    func statusDocument(of partner: String, at address: String) async -> AnswerFetch
}

/// What asking for a status document gave.
package enum AnswerFetch: Sendable, Equatable {
    /// The document.
    case document(Data)
    /// The partner knows no such address.
    case unknownAddress
    /// Asking later may work; the partner may have said how much later, in its own words.
    case unavailable(String, retryAfter: String?)
}
