import Foundation
package import Outbox
package import Referrals

/// Answers the questions of the people who watch the queues, and carries out their resends.
package struct Overseer: Sendable {
    /// The most lines of one list.
    package static let listMax = 1000

    let outbox: OutboxStore
    let contacts: [Contact]
    let horizons: [Urgency: Duration]
    let calendar: WorkingCalendar
    let time: TimeSource
    /// What holds up the lanes of partners now.
    let laneConditions: @Sendable () async throws -> (_ partner: String) -> LaneCondition?

    /// Takes the partners of the settings, and how long retries go on after a resend.
    package init(
        outbox: OutboxStore,
        contacts: [Contact],
        horizons: [Urgency: Duration],
        calendar: WorkingCalendar,
        time: TimeSource,
        laneConditions:
            @escaping @Sendable () async throws -> (_ partner: String) -> LaneCondition?
    ) {
        self.outbox = outbox
        self.contacts = contacts
        self.horizons = horizons
        self.calendar = calendar
        self.time = time
        self.laneConditions = laneConditions
    }

    var partners: [String] { contacts.map(\.partner) }

    /// The counts by partner and state.
    package func queue() async throws -> QueueReport {
        let now = time.now()
        let (unrouted, counts) = try await outbox.queue(at: now)
        return QueueReport(
            unrouted: unrouted,
            partners: counts,
            known: partners,
            lane: try await conditions(),
            at: now
        )
    }

    /// What holds up each partner's deliveries, a person's pause before all else.
    private func conditions() async throws -> (_ partner: String) -> LaneCondition? {
        let holds = try await outbox.holds()
        let laneCondition = try await laneConditions()
        return { partner in
            let condition = laneCondition(partner)
            if condition?.kind == .noPartnerFile { return condition }
            return holds.first { $0.partner == partner }.map(LaneCondition.init) ?? condition
        }
    }

    /// The deliveries that a query means, oldest first.
    package func deliveries(_ query: ListQuery) async throws -> DeliveryList {
        try await checkKnown(query.partner)
        let now = time.now()
        let limit = min(max(1, query.limit ?? Self.listMax), Self.listMax)
        var filter = DeliveryFilter(partner: query.partner, state: query.state)
        filter.overdueAt = query.overdue ? now : nil
        filter.awaiting = query.awaiting
        filter.after = try query.after.map { text throws(ListError) in
            guard let place = ListPlace(text) else { throw .unknownPlace(text) }
            return place
        }
        let found = try await outbox.deliveries(matching: filter, limit: limit + 1)
        let lines = found.prefix(limit)
        let unrouted = query.isOfAll ? try await outbox.unrouted(limit: Self.listMax) : []
        let hasMore = found.count > limit
        return DeliveryList(
            deliveries: lines.map {
                DeliveryList.Line($0, contacts: contacts, calendar: calendar, at: now)
            },
            unrouted: unrouted.map(DeliveryList.Unrouted.init),
            hasMore: hasMore,
            next: hasMore ? lines.last.map { ListPlace(after: $0).text } : nil
        )
    }

    /// One that was removed may still have deliveries.
    func checkKnown(_ partner: String?) async throws {
        guard let partner, !partners.contains(partner) else { return }
        let isKnown = try await queue().partners.contains { $0.id == partner }
        guard isKnown else { throw HoldError.unknownPartner(partner) }
    }

    /// The timeline of a referral, named by identifier, source reference or delivery.
    package func status(of reference: String) async throws -> StatusReport {
        let history = try await outbox.history(of: reference)
        let report = StatusReport(
            history,
            try await outbox.keeping(of: reference),
            contacts: contacts,
            at: time.now(),
            laneCondition: try await conditions()
        )
        guard let report else { throw OutboxError.unknownReferral(reference) }
        return report
    }
}
