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
    /// The clocks that run on the deliveries to a partner.
    let clocks: @Sendable (_ partner: String) -> PartnerClocks

    /// How long retries go on when the settings do not say.
    private static let horizon: Duration = .seconds(72 * 3600)

    /// Plans a referral; `given` are the partners that were given an older version, which get the
    /// newer one too if they have it.
    func plan(
        _ checked: CheckedReferral,
        as id: String,
        given: Set<String> = [],
        at now: Date
    ) -> NewReferral {
        let referral = checked.referral
        let canonical = checked.canonical(as: id)
        let routes = Routing.route(referral, among: partners)
        var new = NewReferral(
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
                delivery(to: partner, of: canonical, referral.urgency, at: now)
            }
                + holders(among: given, beside: routes).map { partner in
                    correction(to: partner, of: canonical, referral, routes, at: now)
                },
            canonical: canonical
        )
        new.searchTerms = SearchTerm.all(in: checked.document)
        return new
    }

    /// Whether anybody would be told of it.
    func isCovered(_ referral: Referral) -> Bool {
        !Routing.route(referral, among: partners).isUnrouted
    }

    /// An `immediate` referral is telephoned as well: the queue must not be the only way.
    func advice(for referral: Referral, _ stored: StoredReferral) -> [String] {
        let parked = stored.deliveries.filter { $0.state == .parked }.map { delivery in
            "\(delivery.partner) gets nothing yet: its contract cannot express this referral. It is kept "
                + "for a person: referral-sync status \(referral.sourceReference.text)"
        }
        guard referral.urgency == .immediate else { return parked }
        guard !stored.isUnrouted else {
            return [
                "\(referral.sourceReference.text) is immediate and nobody is told of it. Telephone the "
                    + "children's social care of its area now."
            ]
        }
        let told = Set(stored.deliveries.map(\.partner))
        return partners.filter { told.contains($0.id.text) }.map { partner in
            let number = partner.telephone.map { " on \($0.text)" } ?? ""
            return "Telephone \(partner.title)\(number) now about "
                + "\(referral.sourceReference.text): it is immediate."
        } + parked
    }

    /// The delivery of a document, which is made and frozen now.
    func delivery(
        to partner: Partner,
        of canonical: Data,
        _ urgency: Urgency,
        at now: Date
    ) -> NewDelivery {
        message(canonical, to: partner.id.text, by: partner.contract, urgency, at: now)
    }

    /// The delivery of a document by the contract that an earlier one of the referral had.
    func message(
        _ canonical: Data,
        to id: String,
        by contract: String,
        _ urgency: Urgency,
        at now: Date
    ) -> NewDelivery {
        let clocks = clocks(id)
        let due = clocks.due(.receipt, urgency, from: now)
        var delivery = NewDelivery(
            partner: id,
            contract: contract,
            document: document(by: contract, from: canonical),
            horizon: now.adding(horizons[urgency] ?? Self.horizon)
        )
        delivery.receiptDue = due
        delivery.ringsAt = due.flatMap { clocks.ring(.receipt, urgency, due: $0, after: 0) }
        return delivery
    }

    private func holders(among given: Set<String>, beside routes: RoutingPlan) -> [Partner] {
        partners.filter { given.contains($0.id.text) && !routes.recipients.contains($0.id) }
    }

    /// Whoever has an older version learns that it was wrong (Data Protection Act 2018, section 38):
    /// by the newer one, or, where the family does not agree any more, by a withdrawal.
    private func correction(
        to partner: Partner,
        of canonical: Data,
        _ referral: Referral,
        _ routes: RoutingPlan,
        at now: Date
    ) -> NewDelivery {
        let mayHaveIt = !routes.leftOut.contains {
            $0.partner == partner.id && $0.reason == .needsAgreement
        }
        let withdrawn = Withdrawal.canonical(
            canonical,
            because: "The family does not agree to this sharing any more.",
            at: now
        )
        var delivery = delivery(
            to: partner,
            of: mayHaveIt ? canonical : withdrawn,
            referral.urgency,
            at: now
        )
        delivery.message = mayHaveIt ? .referral : .withdrawal
        delivery.isForHolderOnly = true
        return delivery
    }

    private func recipients(of routes: RoutingPlan) -> [Partner] {
        let chosen = Set(routes.recipients)
        return partners.filter { chosen.contains($0.id) }
    }

    /// A contract that cannot express the referral must not hold up the other partners.
    private func document(by name: String, from canonical: Data) -> NewDelivery.Document {
        guard let id = ContractID(name), let contract = library[id] else {
            return .notProjected("Contract \(name) is not installed.")
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
