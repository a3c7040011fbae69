import Foundation
import Outbox
import Testing

@testable import Acknowledgements

@Suite struct PollScheduleTests {
    let t0 = Date(timeIntervalSince1970: 1_790_000_000)

    @Test(arguments: [
        (0.0, 60.0), (600, 60), (1200, 60), (3600, 180), (36_000, 1800), (864_000, 1800),
    ])
    func `the older a delivery, the rarer it is asked about`(age: Double, wait: Double) {
        let schedule = PollSchedule(every: .seconds(60))

        #expect(
            schedule.wait(since: t0, at: t0.addingTimeInterval(age)) == .seconds(wait)
        )
    }

    @Test func `an agreed rhythm that is slower stays`() {
        let schedule = PollSchedule(every: .seconds(7200))

        #expect(schedule.wait(since: t0, at: t0.addingTimeInterval(60)) == .seconds(7200))
    }

    @Test func `questions fall on few moments, other than others', and never too late`() {
        func moments(_ lag: Double) -> Set<Date> {
            let schedule = PollSchedule(every: .seconds(60), lag: lag)
            let nows = (0..<600).map { t0.addingTimeInterval(90_000 + Double($0)) }
            return Set(
                nows.map { now in
                    let next = schedule.next(since: t0, at: now)
                    #expect((1350...1800).contains(next.timeIntervalSince(now)))
                    return next
                }
            )
        }

        let (ours, theirs) = (moments(0.2), moments(0.9))

        #expect(ours.count <= 4 && theirs.count <= 4 && ours.isDisjoint(with: theirs))
    }

    @Test(
        arguments: [
            ("https://x.example/answers", nil, "https://x.example/answers"),
            ("https://x.example/answers", "a b", "https://x.example/answers?after=a%20b"),
        ] as [(String, String?, String)]
    )
    func `a list goes on from its place`(feed: String, place: String?, address: String) {
        #expect(AnswerFeed.address(feed, after: place) == address)
    }

    @Test func `what is wrong in a list is counted, not lost`() throws {
        let page = try #require(
            AnswerFeed(
                Data(
                    #"{"answers":[{"idempotencyKey":"k","answer":{}},{"answer":{}},5],"next":"3"}"#
                        .utf8
                )
            )
        )

        #expect(page.entries.count == 1 && page.unreadable == 2 && !page.hasMore)
        #expect(AnswerFeed(Data(#"{"answers":[]}"#.utf8)) == nil)
    }
}
