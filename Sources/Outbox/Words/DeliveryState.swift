/// Where a delivery stands; the same word in Swift, SQL, JSON, the pages and the logs.
package enum DeliveryState: String, Sendable, Codable, CaseIterable {
    /// Due at a time: first send or retry.
    case queued
    /// Claimed under a lease; the attempt was recorded before the first byte.
    case sending
    /// The partner may have it: the answer was lost, or the worker died.
    case uncertain
    /// The partner's system gave a well-formed receipt.
    case delivered
    /// A person or team confirmed it.
    case acknowledged
    /// The partner said what it will do.
    case decided
    /// A person must act; the reason and the next step are recorded.
    case parked
    /// Recalled.
    case withdrawn
    /// Replaced by a newer version before it was sent.
    case superseded

    /// Whether the engine still has something to send or to find out.
    package var isUnsettled: Bool {
        switch self {
        case .queued, .sending, .uncertain: true
        case .delivered, .acknowledged, .decided, .parked, .withdrawn, .superseded: false
        }
    }

    /// Whether the partner has the document, may have it, or gets it at this moment; the same as the
    /// store's `isHeld`.
    package func mayBeHeld(parkedFor reason: ParkReason?) -> Bool {
        switch self {
        case .sending, .uncertain, .delivered, .acknowledged, .decided: true
        case .parked:
            switch reason {
            case .uncertain, .uncertainAtHorizon, .notOurArea, .insufficientInformation: true
            default: false
            }
        case .queued, .withdrawn, .superseded: false
        }
    }

    /// Whether the partner is known to hold the document.
    package var isHeldByPartner: Bool {
        switch self {
        case .delivered, .acknowledged, .decided: true
        case .queued, .sending, .uncertain, .parked, .withdrawn, .superseded: false
        }
    }
}
