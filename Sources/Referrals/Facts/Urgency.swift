/// How fast a referral must reach people.
package enum Urgency: String, Sendable, Codable, CaseIterable {
    /// Now, and by telephone as well.
    case immediate
    case sameDay = "same-day"
    case standard

    /// The place in the queue; the smallest goes first.
    package var rank: Int {
        switch self {
        case .immediate: 0
        case .sameDay: 1
        case .standard: 2
        }
    }
}
