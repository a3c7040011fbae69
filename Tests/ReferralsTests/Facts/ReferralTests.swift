import Foundation
import Referrals
import Testing

@Suite struct ReferralTests {
    @Test func `unknown, not asked, refused and not applicable differ from absent`() throws {
        for reason in MissingReason.allCases {
            let referral = try Referral.sample(upn: "{\"missing\":\"\(reason.rawValue)\"}")

            #expect(referral.child.upn == .missing(reason))
        }
        #expect(try Referral.sample(upn: nil).child.upn == nil)
    }

    @Test func `a wrong identifier is named by its pointer and not quoted`() {
        let problem = #expect(throws: ReferralProblem.self) {
            try Referral.sample(upn: "\"B950000178301\"")
        }

        #expect(problem?.pointer == "/child/upn")
        #expect(problem?.message.contains("B95") == false)
        #expect(problem?.message.hasPrefix("Expected a UPN") == true)
    }

    @Test(arguments: [
        (#"{"date":"2013-11-21","precision":"exact"}"#, "10-12"),
        (#"{"date":"2013-11-20","precision":"exact"}"#, "13-15"),
        (#"{"date":"2010-11-20","precision":"exact"}"#, "16-17"),
        (#"{"date":"2010-11-21","precision":"exact"}"#, "13-15"),
        (#"{"date":"2024-01-01","precision":"year"}"#, "0-4"),
        (#"{"expected":"2027-02-01"}"#, "unborn"), (#"{"missing":"unknown"}"#, "unknown"),
    ])
    func `the age band is coarse and right at the birthday`(birth: String, band: String) throws {
        let referral = try Referral.sample(birth: birth)

        #expect(referral.child.ageBand(at: referral.createdAt) == band)
    }
}

extension Referral {
    /// A referral for tests; what a test sets is what it is about.
    static func sample(
        birth: String = #"{"date":"2013-04-02","precision":"exact"}"#,
        upn: String? = nil,
        area: String? = "E06000901",
        school: String? = nil,
        cohort: String = "groomed",
        urgency: String = "standard",
        basis: String = "given",
        recipients: [String]? = nil
    ) throws(ReferralProblem) -> Referral {
        var child = ["\"birth\":\(birth)"]
        if let upn { child.append("\"upn\":\(upn)") }
        if let area { child.append("\"address\":{\"area\":\"\(area)\"}") }
        if let school { child.append("\"school\":{\"urn\":\"\(school)\"}") }
        let named = recipients.map { names in
            "\"recipients\":[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "],"
        }
        let text = """
            {"sourceReference":"CASE-1","version":1,"createdAt":"2026-11-20T12:00:00Z",
            "urgency":"\(urgency)","cohort":"\(cohort)","dataSubjectCategories":["victim"],
            "referrer":{"name":"Robin Testerly","role":"Officer","force":"42",
            "telephone":"01632 960123"},\(named ?? "")
            "agreement":{"basis":"\(basis)","reason":"Because."},
            "child":{\(child.joined(separator: ","))}}
            """
        return try decode(canonical: Data(text.utf8))
    }
}
