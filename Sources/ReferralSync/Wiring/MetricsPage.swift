import Delivery
import Foundation
import Outbox
import Oversight
import Portal
import X509

/// Everything that Prometheus may collect; identifiers of partners, and nothing of children.
struct MetricsPage: Sendable {
    let registry: PrometheusRegistry
    let desk: any ReferralDesk
    let board: LaneBoard
    /// The files of certificates by partner.
    let certificates: @Sendable () -> [(partner: String, file: URL)]
    let now: @Sendable () -> Date

    func text() async throws -> PrometheusText {
        var page = PrometheusText()
        registry.write(to: &page)
        write(try await desk.queue(), to: &page)
        write(board.lanes, to: &page)
        writeCertificates(to: &page)
        return page
    }

    private func write(_ queue: QueueReport, to page: inout PrometheusText) {
        page.begin("referral_sync_unrouted", .gauge, help: "Referrals that nobody covers.")
        page.add("referral_sync_unrouted", [], queue.unrouted)
        page.begin("referral_sync_deliveries", .gauge, help: "Deliveries by partner and state.")
        for partner in queue.partners {
            for state in DeliveryState.allCases {
                page.add(
                    "referral_sync_deliveries",
                    [("partner", partner.id), ("state", state.rawValue)],
                    partner.counts[state]
                )
            }
        }
        page.begin("referral_sync_overdue", .gauge, help: "Deliveries whose answer is overdue.")
        for partner in queue.partners {
            page.add("referral_sync_overdue", [("partner", partner.id)], partner.counts.overdue)
        }
        page.begin(
            "referral_sync_oldest_due_seconds",
            .gauge,
            help: "How long the oldest due delivery has been waiting."
        )
        for partner in queue.partners {
            page.add(
                "referral_sync_oldest_due_seconds",
                [("partner", partner.id)],
                partner.counts.oldestDueSeconds ?? 0
            )
        }
    }

    private func write(_ lanes: [String: LaneView], to page: inout PrometheusText) {
        let numbers: [(name: String, help: String, value: (LaneView) -> Int)] = [
            ("slots", "Requests that may be on the wire now.", { $0.slots }),
            ("slots_max", "The most requests that were agreed.", { $0.slotsMax }),
            ("in_flight", "Requests on the wire.", { $0.inFlight }),
            ("outage", "1 while the partner counts as down.", { $0.isOutage ? 1 : 0 }),
            ("held", "1 while a person holds it back.", { $0.isHeld ? 1 : 0 }),
            ("paused", "1 while the partner asked for a pause.", { $0.pausedUntil == nil ? 0 : 1 }),
        ]
        for number in numbers {
            let name = "referral_sync_lane_\(number.name)"
            page.begin(name, .gauge, help: number.help)
            for (partner, view) in lanes.sorted(by: { $0.key < $1.key }) {
                page.add(name, [("partner", partner)], number.value(view))
            }
        }
    }

    private func writeCertificates(to page: inout PrometheusText) {
        let name = "referral_sync_certificate_days"
        page.begin(name, .gauge, help: "Days until a certificate ends.")
        for (partner, file) in certificates() {
            guard let end = PEMFile.certificate(at: file)?.notValidAfter else { continue }
            let days = (end.timeIntervalSince(now()) / 86_400 * 10).rounded(.down) / 10
            page.add(name, [("partner", partner), ("file", file.lastPathComponent)], days)
        }
    }
}
