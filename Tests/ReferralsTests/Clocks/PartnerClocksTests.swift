import Foundation
import Referrals
import TestStores
import Testing

@Suite struct PartnerClocksTests {
    let clocks = PartnerClocks.sample

    @Test func `receipts are owed within minutes and hours, answers within working days`() throws {
        let friday = try moment("2026-11-20T16:59:00Z")

        #expect(
            clocks.due(.receipt, .immediate, from: friday) == friday.addingTimeInterval(15 * 60)
        )
        #expect(
            clocks.due(.decision, .standard, from: friday)
                == (try moment("2026-11-23T17:00:00Z"))
        )
    }

    @Test(arguments: [
        // At night, on a Saturday, on Christmas Day, and in working hours.
        ("2026-11-24T22:00:00Z", "2026-11-25T07:00:00Z"),
        ("2026-11-25T03:00:00Z", "2026-11-25T07:00:00Z"),
        ("2026-11-21T11:00:00Z", "2026-11-23T07:00:00Z"),
        ("2026-12-24T20:00:00Z", "2026-12-29T07:00:00Z"),
        ("2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z"),
        // British summer time.
        ("2026-07-03T21:00:00Z", "2026-07-06T06:00:00Z"),
    ])
    func `nobody is woken for what can wait`(due: String, told: String) throws {
        let due = try moment(due)

        let standard = clocks.ring(.receipt, .standard, due: due, after: 0)
        let immediate = clocks.ring(.receipt, .immediate, due: due, after: 0)

        #expect(standard == (try moment(told)))
        #expect(immediate == due)
    }

    @Test func `the ladder ends after its last step`() throws {
        let due = try moment("2026-11-25T11:00:00Z")

        #expect(clocks.ring(.decision, .standard, due: due, after: 1) == nil)
    }

    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
}
