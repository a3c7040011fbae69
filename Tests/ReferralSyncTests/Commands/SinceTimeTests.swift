import Foundation
import Testing

@testable import ReferralSync

struct SinceTimeTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a duration means so long ago`() {
        #expect(
            SinceTime(argument: "2h")?.moment(at: now) == now.addingTimeInterval(-7200)
        )
    }

    @Test func `a time with its zone is meant exactly`() {
        #expect(
            SinceTime(argument: "2027-01-15T09:00:00+01:00")?.moment(at: now)
                == now.addingTimeInterval(0)
        )
    }

    @Test func `a day begins at midnight here`() throws {
        let day = try #require(SinceTime(argument: "2027-01-15")?.moment(at: now))

        #expect(Calendar.current.startOfDay(for: day) == day)
    }

    @Test(arguments: ["yesterday", "", "2h ago", "15/01/2027"])
    func `anything else is no time`(text: String) {
        #expect(SinceTime(argument: text) == nil)
    }
}
