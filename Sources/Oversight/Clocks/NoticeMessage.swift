package import Foundation
package import Outbox
package import Referrals

/// A message to one recipient about deliveries of one partner, by references only.
package struct NoticeMessage: Sendable, Equatable {
    /// One delivery that it is about.
    package struct Line: Sendable, Codable, Equatable {
        package let id: String
        package let sourceReference: String
        package let urgency: String
        package let dueAt: Date
    }

    /// The most lines of one message.
    static let linesMax = 50

    /// The same for the same message, so that a repeat is known as one.
    package let id: String
    package let partner: String
    package let clock: Clock
    /// The step of the ladder, from 1; 0 when all is well again.
    package let stage: Int
    package let telephone: String?
    package let lines: [Line]
    /// The zone in which times are shown.
    package let zone: TimeZone

    /// Joins messages to one recipient about one partner, clock and step.
    package init(_ notices: [Notice], telephone: String?, zone: TimeZone) {
        guard let first = notices.first else { preconditionFailure("a message about nothing") }
        id = first.id
        partner = first.partner
        clock = first.clock
        stage = first.stage
        self.telephone = telephone
        self.zone = zone
        lines = notices.sorted { $0.due < $1.due }.map {
            Line(
                id: $0.delivery,
                sourceReference: $0.sourceReference,
                urgency: $0.urgency,
                dueAt: $0.due
            )
        }
    }

    /// One line for the head of a letter.
    package var subject: String {
        let count = lines.count == 1 ? "1 referral" : "\(lines.count) referrals"
        guard stage > 0 else { return "OFFICIAL-SENSITIVE: \(partner), \(count): owed no more" }
        let what =
            clock == .action
            ? "a person must act on \(count)" : "owes \(clock.owed) for \(count)"
        return "OFFICIAL-SENSITIVE: \(partner) \(what), step \(stage)"
    }

    /// The letter, in plain words.
    package var text: String {
        let head =
            stage == 0
            ? ["Nothing is owed for too long any more, or it was taken up, for:"]
            : [clock == .action ? "A person must act on:" : "\(partner) owes \(clock.owed) for:"]
        let list = lines.prefix(Self.linesMax).map { line in
            "  \(line.sourceReference), \(line.urgency), due \(date(line.dueAt)), delivery \(line.id)"
        }
        let rest = lines.count - list.count
        let more = rest > 0 ? ["  and \(rest) more"] : []
        let contact = Contact(partner: partner, telephone: telephone)
        let advice =
            stage == 0
            ? [] : ["", [contact].remedy(clock, of: partner)]
        let end = [
            "", "How everything stands: referral-sync queue --overdue --partner \(partner)",
            "This message has references only, and must not be answered with more.",
        ]
        return (head + [""] + list + more + advice + end).joined(separator: "\n") + "\n"
    }

    private func date(_ moment: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = "EEE d MMM yyyy HH:mm zzz"
        return formatter.string(from: moment)
    }
}
