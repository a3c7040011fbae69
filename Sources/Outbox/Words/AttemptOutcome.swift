/// How one attempt ended, as a word for the store, the logs and the metrics.
package enum AttemptOutcome: String, Sendable, Codable, CaseIterable {
    /// A well-formed receipt for exactly our bytes.
    case delivered
    /// The same bytes will never be accepted.
    case refused
    /// The partner says that the key belongs to another document.
    case keyReused = "key-reused"
    /// The partner was not reached, so nothing was sent.
    case unreachable
    /// Credentials, certificates or addresses do not fit; nothing was processed.
    case misconfigured
    /// The partner asked to be left alone for a while; nothing was processed.
    case busy
    /// The partner may have it.
    case uncertain
    /// Given back unsent, on shutdown; not counted as an attempt.
    case givenBack = "given-back"

    /// Whether the document may have left for the partner.
    package var mayDisclose: Bool {
        switch self {
        case .delivered, .refused, .keyReused, .busy, .uncertain: true
        case .unreachable, .misconfigured, .givenBack: false
        }
    }
}
