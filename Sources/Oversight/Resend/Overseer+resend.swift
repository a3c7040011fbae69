import Crypto
import Foundation
import Outbox

extension Overseer {
    /// The most deliveries of one resend.
    package static let resendMax = 100_000
    /// Up to so many are sent again without a plan.
    package static let unplannedMax = 20

    /// Makes deliveries due now, or says which would be.
    ///
    /// All of them or, when the process dies in the middle, none; the lanes set the pace.
    package func resend(_ order: ResendOrder) async throws -> ResendReport {
        if order.meansEverything { throw ResendError.tooWide }
        let reason = order.preview ? "" : try ResendOrder.checked(order.reason)
        try await checkKnown(order.partner)
        let lines = try await outbox.deliveries(matching: order.filter, limit: Self.resendMax)
            .filter { order.text.map($0.mentions) ?? true }
        let able = lines.filter { $0.canBeResent || (order.again && $0.isHeldByPartner) }
        let plan = Self.plan(of: able)
        if !order.preview { try check(order, plan, count: able.count) }
        let resent =
            order.preview
            ? able.map(\.id)
            : try await outbox.resend(
                able.map(\.id),
                because: reason,
                by: order.by ?? "unknown",
                again: order.again,
                at: time.now(),
                horizon: { [horizons, now = time.now()] in
                    now.adding(horizons[$0] ?? .seconds(72 * 3600))
                }
            )
        let sent = Set(resent)
        let byPartner = Dictionary(grouping: lines.filter { sent.contains($0.id) }, by: \.partner)
            .mapValues(\.count)
        return ResendReport(
            preview: order.preview,
            matched: lines.count,
            resent: resent.count,
            skipped: lines.count - resent.count,
            skippedIn: Dictionary(
                grouping: lines.filter { !sent.contains($0.id) },
                by: \.state.rawValue
            ).mapValues(\.count),
            held: lines.count { $0.isHeldByPartner && !sent.contains($0.id) },
            plan: plan,
            byPartner: byPartner,
            paused: try await outbox.holds().map(\.partner).filter { byPartner[$0] != nil },
            deliveries: resent
        )
    }

    private func check(_ order: ResendOrder, _ plan: String, count: Int) throws(ResendError) {
        if let given = order.plan {
            guard given == plan else { throw .planChanged }
        } else if order.ids.isEmpty, count > Self.unplannedMax {
            throw .needsPlan(count)
        }
    }

    /// The same for the same deliveries, and for no others.
    private static func plan(of lines: [DeliveryLine]) -> String {
        let ids = lines.map(\.id).sorted().joined(separator: "\n")
        return SHA256.hash(data: Data(ids.utf8)).prefix(6)
            .map { String(format: "%02x", $0) }.joined()
    }
}

extension DeliveryLine {
    fileprivate var canBeResent: Bool {
        switch state {
        case .queued, .uncertain: true
        case .parked: parkReason != .notProjected && !isHeldByPartner
        case .sending, .delivered, .acknowledged, .decided, .withdrawn, .superseded: false
        }
    }

    fileprivate var isHeldByPartner: Bool {
        state.isHeldByPartner || parkReason?.isHeldByPartner == true
    }

    /// Whether the explanation of the last attempt has these words, in any case.
    fileprivate func mentions(_ text: String) -> Bool {
        let explanation = lastExplanation
        let words = [explanation?.summary, explanation?.title, explanation?.detail]
        return words.compactMap(\.self).contains { $0.lowercased().contains(text.lowercased()) }
    }
}
