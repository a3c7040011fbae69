import Foundation
package import Outbox

/// Answers the questions of the people who watch the queues, and carries out their resends.
package struct Overseer: Sendable {
    /// The most lines of one list.
    package static let listMax = 1000

    let outbox: OutboxStore
    let partners: [String]
    let horizon: Duration
    let time: TimeSource

    /// Takes the partners of the settings, and how long retries go on after a resend.
    package init(outbox: OutboxStore, partners: [String], horizon: Duration, time: TimeSource) {
        self.outbox = outbox
        self.partners = partners
        self.horizon = horizon
        self.time = time
    }

    /// The counts by partner and state.
    package func queue() async throws -> QueueReport {
        let now = time.now()
        let (unrouted, counts) = try await outbox.queue(at: now)
        return QueueReport(unrouted: unrouted, partners: counts, known: partners, at: now)
    }

    /// The deliveries of a partner or state, oldest first.
    package func deliveries(
        partner: String?,
        state: DeliveryState?
    ) async throws -> DeliveryList {
        let lines = try await outbox.deliveries(
            matching: DeliveryFilter(partner: partner, state: state),
            limit: Self.listMax + 1
        )
        let isOfAll = partner == nil && state == nil
        let unrouted = isOfAll ? try await outbox.unrouted(limit: Self.listMax) : []
        return DeliveryList(
            deliveries: lines.prefix(Self.listMax).map(DeliveryList.Line.init),
            unrouted: unrouted.map(DeliveryList.Unrouted.init),
            hasMore: lines.count > Self.listMax
        )
    }

    /// The timeline of a referral, named by identifier, source reference or delivery.
    package func status(of reference: String) async throws -> StatusReport {
        let history = try await outbox.history(of: reference)
        guard let report = StatusReport(history, at: time.now()) else {
            throw OutboxError.unknownReferral(reference)
        }
        return report
    }
}
