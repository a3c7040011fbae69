/// Why a resend was not begun.
package enum ResendError: Error, Equatable, Sendable {
    /// Nothing says which deliveries are meant.
    case tooWide
    /// So many deliveries are sent again only after a look at them.
    case needsPlan(Int)
    /// What would be sent is no longer what the preview showed.
    case planChanged

    /// What to do about it, in a sentence.
    package var message: String {
        switch self {
        case .tooWide:
            "Say which deliveries: name their IDs, or give --partner, --state, --error, --text, "
                + "--contract or --since."
        case .needsPlan(let count):
            "These are \(count) deliveries. Look at them first with --preview, then give the --plan "
                + "that it prints."
        case .planChanged:
            "What would be sent now is not what the preview showed; some may have been delivered "
                + "meanwhile. Look again with --preview, then give the new --plan."
        }
    }
}
