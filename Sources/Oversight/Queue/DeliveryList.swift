package import Foundation
package import Outbox
import Referrals

/// Deliveries as lines, the document of `queue --list --json`.
package struct DeliveryList: Codable, Sendable, Equatable {
    /// One delivery.
    package struct Line: Codable, Sendable, Equatable {
        package let id: String
        package let referral: String
        package let sourceReference: String
        package let version: Int
        package let partner: String
        package let state: DeliveryState
        /// Why it is parked, as a code.
        package let reason: String?
        package let attempts: Int
        package let queuedAt: Date
        package let dueAt: Date?
        /// How the last attempt ended, as a code.
        package let lastOutcome: String?
        /// How the last attempt ended, in words; the partner's title only, never its detail.
        package let explanation: String?
        /// What a person should do, if somebody must.
        package let nextStep: String?
        /// What it tells the partner: `referral` or `withdrawal`.
        package let message: String
        /// When what is owed now should be there.
        package let owedAt: Date?
        /// What is owed now, in words.
        package let owed: String?
        /// Whether it is owed for too long.
        package let overdue: Bool
        /// The seconds of working time since it was queued.
        package let workingSeconds: Int
        /// The partner's number, if its file names one.
        package let telephone: String?
    }

    /// One referral that no partner covers; it has no delivery yet.
    package struct Unrouted: Codable, Sendable, Equatable {
        package let referral: String
        package let sourceReference: String
        package let version: Int
        package let urgency: String
        package let submittedAt: Date
        /// What a person should do.
        package let nextStep: String
    }

    package let deliveries: [Line]
    /// What waits for a person to choose recipients; empty when the list is of one partner or state.
    package let unrouted: [Unrouted]
    /// Whether there are more than are listed.
    package let hasMore: Bool
    /// From where the list goes on, if there are more.
    package let next: String?
}

extension DeliveryList.Line {
    init(
        _ line: DeliveryLine,
        contacts: [Contact],
        calendar: WorkingCalendar,
        at now: Date
    ) {
        let isOverdue = line.state != .parked && (line.owedAt.map { $0 < now } ?? false)

        self.init(
            id: line.id,
            referral: line.referral,
            sourceReference: line.sourceReference,
            version: line.version,
            partner: line.partner,
            state: line.state,
            reason: line.parkReason?.rawValue,
            attempts: line.attempts,
            queuedAt: line.queuedAt,
            dueAt: line.dueAt,
            lastOutcome: line.lastOutcome?.rawValue,
            explanation: line.lastExplanation?.inShort,
            nextStep: line.nextStep(isOverdue: isOverdue)
                .map { contacts.completing($0, of: line.partner) },
            message: line.message.rawValue,
            owedAt: line.owedAt,
            owed: (line.awaited ?? line.clock)?.owed,
            overdue: isOverdue,
            workingSeconds: Int(
                calendar.workingTime(from: line.queuedAt, to: now).components.seconds
            ),
            telephone: contacts.first { $0.partner == line.partner }?.telephone
        )
    }
}

extension DeliveryLine {
    fileprivate var clock: Clock? {
        switch state {
        case .queued, .sending, .uncertain: .receipt
        case .delivered: .acknowledgement
        case .acknowledged: .decision
        case .parked: .action
        case .decided, .withdrawn, .superseded: nil
        }
    }

    fileprivate func nextStep(isOverdue: Bool) -> String? {
        if state == .parked { return parkReason?.nextStep(after: rerouteObstacle) }
        guard isOverdue else { return nil }
        return switch state {
        case .queued, .sending, .uncertain:
            "Telephone the partner: it has given no receipt yet. Why: referral-sync status \(id)"
        case .delivered, .acknowledged:
            "Telephone the partner; write down what it says: referral-sync acknowledge "
                + "\(id) --by NAME"
        case .decided, .parked, .withdrawn, .superseded: nil
        }
    }
}

extension DeliveryList.Unrouted {
    /// What a person can do, in a sentence.
    package static let nextStep =
        "Name recipients in it, or its area in a partner's file; then: referral-sync correct FILE"

    init(_ line: UnroutedLine) {
        self.init(
            referral: line.referral,
            sourceReference: line.sourceReference,
            version: line.version,
            urgency: line.urgency,
            submittedAt: line.submittedAt,
            nextStep: Self.nextStep
        )
    }
}
