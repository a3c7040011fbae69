/// How an answer reached us.
package enum AnswerPath: String, Sendable, Codable, CaseIterable {
    /// In the answer to our own request.
    case receipt
    /// By asking the status address.
    case poll
    /// From the partner's list of new answers.
    case feed
    /// Posted to us by the partner.
    case posted
    /// By telephone, as a person of ours wrote it down.
    case telephone
}
