/// What kind of fact an answer states; the first two are the system's, the others a person's.
package enum AnswerKind: String, Sendable, Codable, CaseIterable {
    /// The transport receipt in the HTTP answer.
    case receipt
    /// The partner's system says that it has the document.
    case received
    /// A person or team confirmed it.
    case acknowledged
    /// The partner said what it will do.
    case decision
    /// What came of it later.
    case outcome
    /// The partner's system turned the document away after its receipt.
    case rejected
}
