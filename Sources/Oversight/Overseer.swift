import Foundation
package import Outbox

/// Answers the questions of the people who watch the queues, and carries out their resends.
package struct Overseer: Sendable {
    /// The most lines of one list.
    package static let listMax = 1000
    /// The most deliveries of one resend.
    package static let resendMax = 100_000

    let outbox: OutboxStore
    let partners: [String]
    private let horizon: Duration
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

    /// Makes deliveries due now, or says which would be; returns the partners to wake.
    package func resend(_ order: ResendOrder) async throws -> ResendReport {
        if order.meansEverything { throw ResendError.tooWide }
        let reason = order.reason?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        if reason.isEmpty, !order.preview { throw ResendError.noReason }
        let lines = try await outbox.deliveries(matching: order.filter, limit: Self.resendMax)
        let able = lines.filter(\.canBeResent)
        let resent =
            order.preview
            ? able.map(\.id)
            : try await outbox.resend(
                able.map(\.id),
                because: reason,
                by: order.by ?? "unknown",
                at: time.now(),
                horizon: time.now().adding(horizon)
            )
        let sent = Set(resent)
        return ResendReport(
            preview: order.preview,
            matched: lines.count,
            resent: resent.count,
            skipped: lines.count - resent.count,
            byPartner: Dictionary(
                grouping: lines.filter { sent.contains($0.id) },
                by: \.partner
            ).mapValues(\.count),
            deliveries: resent
        )
    }
}

extension DeliveryLine {
    fileprivate var canBeResent: Bool {
        switch state {
        case .queued, .uncertain: true
        case .parked: parkReason != .notProjected
        case .sending, .delivered, .acknowledged, .decided, .withdrawn, .superseded: false
        }
    }
}
