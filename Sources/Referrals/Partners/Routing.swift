/// Who gets a referral: the named recipients, or else those whose coverage includes the child.
package enum Routing {
    /// Plans the recipients; leaves nobody out without a reason, and never guesses.
    package static func route(_ referral: Referral, among partners: [Partner]) -> RoutingPlan {
        guard let named = referral.recipients, !named.isEmpty else {
            return plan(partners.filter { $0.covers.covers(referral.child) }, for: referral)
        }
        let known = partners.filter { named.contains($0.id) }
        let unknown = named.filter { id in !known.contains { $0.id == id } }
        return plan(known, for: referral, leftOut: unknown.map { ($0, .unknownPartner) })
    }

    /// Whether a partner may have a referral that it is asked to take over.
    package static func allows(_ partner: Partner, _ referral: Referral) -> Bool {
        reason(against: partner, for: referral) == nil
    }

    private static func plan(
        _ candidates: [Partner],
        for referral: Referral,
        leftOut: [(partner: PartnerID, reason: RoutingPlan.Reason)] = []
    ) -> RoutingPlan {
        var plan = RoutingPlan(recipients: [], leftOut: leftOut)
        for partner in candidates {
            if let reason = reason(against: partner, for: referral) {
                plan.leftOut.append((partner.id, reason))
            } else {
                plan.recipients.append(partner.id)
            }
        }
        return plan
    }

    private static func reason(
        against partner: Partner,
        for referral: Referral
    ) -> RoutingPlan.Reason? {
        if partner.needsAgreement, !referral.agreement.isGiven { return .needsAgreement }
        if !partner.cohorts.contains(referral.cohort) { return .cohortNotReceived }
        if !partner.urgencies.contains(referral.urgency) { return .urgencyNotReceived }
        return nil
    }
}
