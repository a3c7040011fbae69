/// Why a resend was not begun.
package enum ResendError: Error, Equatable, Sendable {
    /// Nothing says which deliveries are meant.
    case tooWide
    /// A reason is needed, because it is kept with the delivery.
    case noReason

    /// What to do about it, in a sentence.
    package var message: String {
        switch self {
        case .tooWide:
            "Say which deliveries: name their IDs, or give --partner, --state, --error or --since."
        case .noReason: "Give a --reason: it is kept with each delivery."
        }
    }
}
