import Contracts
import Foundation
import JSONSchema
import Outbox
import Referrals

/// Works out who gets what: routes a referral and freezes each partner's document.
struct DeliveryPlanner: Sendable {
    let library: ContractLibrary
    let partners: [Partner]
    let horizons: [Urgency: Duration]

    /// How long retries go on when the settings do not say.
    private static let horizon: Duration = .seconds(72 * 3600)

    func plan(_ checked: CheckedReferral, as id: String, at now: Date) -> NewReferral {
        let referral = checked.referral
        let canonical = checked.canonical(as: id)
        let routes = Routing.route(referral, among: partners)
        let horizon = now.adding(horizons[referral.urgency] ?? Self.horizon)
        return NewReferral(
            id: id,
            version: referral.version,
            sourceReference: referral.sourceReference.text,
            subject: referral.child.reference?.text ?? referral.sourceReference.text,
            urgency: referral.urgency,
            submittedAt: now,
            report: ReportColumns(referral),
            isUnrouted: routes.isUnrouted,
            leftOut: routes.leftOut.map { ($0.partner.text, $0.reason.rawValue) },
            deliveries: recipients(of: routes).map { partner in
                NewDelivery(
                    partner: partner.id.text,
                    contract: partner.contract,
                    document: document(for: partner, from: canonical),
                    horizon: horizon
                )
            },
            canonical: canonical
        )
    }

    /// An `immediate` referral is telephoned as well: the queue must not be the only way.
    func advice(for referral: Referral, _ stored: StoredReferral) -> [String] {
        let parked = stored.deliveries.filter { $0.state == .parked }.map { delivery in
            "\(delivery.partner) gets nothing yet: its contract cannot express this referral. It is kept "
                + "for a person: referral-sync status \(referral.sourceReference.text)"
        }
        guard referral.urgency == .immediate else { return parked }
        let told = Set(stored.deliveries.map(\.partner))
        return partners.filter { told.contains($0.id.text) }.map { partner in
            let number = partner.telephone.map { " on \($0.text)" } ?? ""
            return "Telephone \(partner.title)\(number) now: this referral is immediate."
        } + parked
    }

    private func recipients(of routes: RoutingPlan) -> [Partner] {
        let chosen = Set(routes.recipients)
        return partners.filter { chosen.contains($0.id) }
    }

    /// A contract that cannot express the referral must not hold up the other partners.
    private func document(for partner: Partner, from canonical: Data) -> NewDelivery.Document {
        guard let id = ContractID(partner.contract), let contract = library[id] else {
            return .notProjected("Contract \(partner.contract) is not installed.")
        }
        do {
            return .frozen(try contract.project(canonical))
        } catch {
            return .notProjected(error.message)
        }
    }
}

extension ReportColumns {
    fileprivate init(_ referral: Referral) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: referral.createdAt)
        self.init(
            cohort: referral.cohort.rawValue,
            ageBand: referral.child.ageBand(at: referral.createdAt),
            area: referral.child.address?.value?.area?.text,
            month: String(format: "%04d-%02d", parts.year ?? 0, parts.month ?? 0)
        )
    }
}
