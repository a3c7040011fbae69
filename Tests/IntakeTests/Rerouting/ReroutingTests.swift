import Contracts
import Foundation

import Referrals
import Testing

@testable import Intake
@testable import Outbox

@Suite struct ReroutingTests {
    private static let partners = [
        partner("eastshire-care", "Eastshire social care", .childrensSocialCare),
        partner("westshire-care", "Westshire social care", .childrensSocialCare),
        partner("westshire-school", "Westshire social care", .education),
        partner("midshire-one", "Midshire", .health),
        partner("midshire-two", "Midshire", .health),
        partner("support", "Shire support", .specialistSupport, cohorts: []),
    ]

    @Test func `of two with one name the one of the same kind is meant`() throws {
        let found = try Rerouting.agency(for: wanted("Westshire Social Care"), among: Self.partners)

        #expect(found.id.text == "westshire-care")
    }

    @Test(arguments: [
        (nil, RerouteObstacle.unnamed), ("Nowhereshire", .unknown), ("Midshire", .ambiguous),
        ("Eastshire social care", .itself), ("Shire support", .notAllowed),
    ])
    func `why nobody is sent the referral is said`(named: String?, obstacle: RerouteObstacle) {
        #expect(throws: obstacle) {
            try Rerouting.agency(for: wanted(named), among: Self.partners)
        }
    }

    private func wanted(_ named: String?) throws -> WantedReroute {
        var answer: [String: Any] = [
            "kind": "decision", "decision": "not-our-area", "at": "2026-11-24T09:00:00Z",
        ]
        answer["reroutedTo"] = named
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Contracts/referral/1.0/examples/minimal.referral.json")
        return WantedReroute(
            delivery: "delivery",
            partner: "eastshire-care",
            referral: "referral",
            version: 1,
            urgency: .standard,
            canonical: try Data(contentsOf: file.standardizedFileURL),
            answers: [try JSONSerialization.data(withJSONObject: answer)]
        )
    }

    private static func partner(
        _ id: String,
        _ title: String,
        _ kind: Partner.Kind,
        cohorts: Set<Cohort> = Set(Cohort.allCases)
    ) -> Partner {
        guard let partnerID = PartnerID(id) else { preconditionFailure("\(id) is no partner id") }
        return Partner(
            id: partnerID,
            title: title,
            kind: kind,
            contract: "education/1.0",
            covers: .everything,
            cohorts: cohorts
        )
    }
}
