/// How an answer reached us.
package enum AnswerPath: String, Sendable, Codable, CaseIterable {
    /// In the answer to our own request.
    case receipt
    /// By asking the status address.
    case poll
}
