/// What somebody owes for a delivery; one clock runs at a time.
package enum Clock: String, Sendable, Codable, CaseIterable {
    /// The partner's system owes a receipt, or we have not reached it.
    case receipt
    /// A person at the partner owes a confirmation.
    case acknowledgement
    /// The partner owes its decision.
    case decision
    /// The partner will say what came of it (a watch, not a debt).
    case outcome
    /// A person of ours must act.
    case action
}

/// How long each clock may run, by urgency.
package struct ClockLimits: Sendable, Equatable {
    private var limits: [Clock: [Urgency: ClockLimit]]

    /// The limits that hold where nothing else is agreed: acknowledgement and decision are owed
    /// within one working day (Working Together to Safeguard Children), an assessment takes up to 45.
    package static let standard = ClockLimits([
        .receipt: [
            .immediate: .duration(.seconds(15 * 60)), .sameDay: .duration(.seconds(3600)),
            .standard: .duration(.seconds(4 * 3600)),
        ],
        .acknowledgement: .all(.workingDays(1)),
        .decision: .all(.workingDays(1)),
        .outcome: .all(.workingDays(45)),
        .action: [
            .immediate: .duration(.seconds(5 * 60)), .sameDay: .duration(.seconds(30 * 60)),
            .standard: .duration(.seconds(3600)),
        ],
    ])

    private init(_ limits: [Clock: [Urgency: ClockLimit]]) { self.limits = limits }

    /// One limit; nil when the clock does not run.
    package subscript(clock: Clock, urgency: Urgency) -> ClockLimit? {
        get { limits[clock]?[urgency] }
        set { limits[clock, default: [:]][urgency] = newValue }
    }
}

extension [Urgency: ClockLimit] {
    fileprivate static func all(_ limit: ClockLimit) -> Self {
        Dictionary(uniqueKeysWithValues: Urgency.allCases.map { ($0, limit) })
    }
}
