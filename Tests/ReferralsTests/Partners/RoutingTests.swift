import Referrals
import Testing

@Suite struct RoutingTests {
    @Test func `coverage decides from where the child lives, was found or goes to school`() throws {
        let partners = [
            Partner.sample("lives", areas: ["E06000901"]), .sample("other", areas: ["E06000902"]),
            .sample("school", schools: ["999001"]), .sample("all"),
        ]

        let plan = Routing.route(try .sample(school: "999001"), among: partners)

        #expect(plan.recipients.map(\.text) == ["lives", "school", "all"])
        #expect(plan.leftOut.isEmpty)
    }

    @Test func `named recipients take the place of coverage`() throws {
        let partners = [Partner.sample("named", areas: ["E06000999"]), .sample("all")]

        let plan = Routing.route(try .sample(recipients: ["named"]), among: partners)

        #expect(plan.recipients.map(\.text) == ["named"])
    }

    @Test func `a recipient that nobody knows is recorded, not guessed`() throws {
        let plan = Routing.route(try .sample(recipients: ["nobody"]), among: [.sample("all")])

        #expect(plan.isUnrouted)
        #expect(plan.leftOut.map(\.partner.text) == ["nobody"])
        #expect(plan.leftOut.map(\.reason) == [.unknownPartner])
    }

    @Test(arguments: ["refused", "refused-overridden", "not-required-significant-harm"])
    func `a partner that needs agreement gets nothing without it`(basis: String) throws {
        let partner = Partner.sample("support", needsAgreement: true)

        let without = Routing.route(try .sample(basis: basis), among: [partner])
        let with = Routing.route(try .sample(basis: "given"), among: [partner])

        #expect(without.leftOut.map(\.reason) == [.needsAgreement])
        #expect(with.recipients == [partner.id])
    }

    @Test func `naming a partner does not replace the family's agreement`() throws {
        let plan = Routing.route(
            try .sample(basis: "refused", recipients: ["support"]),
            among: [.sample("support", needsAgreement: true)]
        )

        #expect(plan.leftOut.map(\.reason) == [.needsAgreement])
    }

    @Test func `cohorts and urgencies that a partner does not receive are left out`() throws {
        let partners = [
            Partner.sample("cohort", cohorts: [.pictured]),
            .sample("urgency", urgencies: [.immediate]),
        ]

        let plan = Routing.route(try .sample(), among: partners)

        #expect(plan.leftOut.map(\.reason) == [.cohortNotReceived, .urgencyNotReceived])
        #expect(plan.isUnrouted)
    }

    @Test func `a child whom nobody covers is unrouted`() throws {
        let plan = Routing.route(
            try .sample(area: nil),
            among: [.sample("lives", areas: ["E06000901"])]
        )

        #expect(plan.isUnrouted)
    }
}

extension Partner {
    /// A partner for tests that covers everything unless the test says otherwise.
    static func sample(
        _ id: String,
        areas: [String] = [],
        schools: [String] = [],
        cohorts: Set<Cohort> = Set(Cohort.allCases),
        urgencies: Set<Urgency> = Set(Urgency.allCases),
        needsAgreement: Bool = false
    ) -> Partner {
        guard let partnerID = PartnerID(id) else { preconditionFailure("\(id) is no partner id") }
        let isListed = !areas.isEmpty || !schools.isEmpty
        return Partner(
            id: partnerID,
            title: id,
            kind: .other,
            contract: "education/1.0",
            covers: isListed
                ? .listed(
                    areas: Set(areas.compactMap { AreaCode($0) }),
                    schools: Set(schools.compactMap { SchoolURN($0) }),
                    organisations: []
                )
                : .everything,
            cohorts: cohorts,
            urgencies: urgencies,
            needsAgreement: needsAgreement
        )
    }
}
