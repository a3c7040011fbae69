import Foundation
import Testing

@testable import ReferralSync

struct TextTests {
    @Test func `numbers stand to the right and words to the left`() {
        var table = Table([("partner", .left), ("queued", .right)])
        table.add(["northshire-schools", "5"])
        table.add(["a", "12"])

        #expect(
            table.lines == [
                "partner             queued", "northshire-schools       5",
                "a                       12",
            ]
        )
    }

    @Test(arguments: [
        (-3, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"),
        (7500, "2 h 5 min"), (86_400, "1 d"), (356_400, "4 d 3 h"),
    ])
    func `an age is told in its two largest units`(seconds: Int, text: String) {
        #expect(Moments.age(seconds: seconds) == text)
    }

    @Test func `one is counted as one`() {
        #expect(1.of("piece of evidence", "pieces of evidence") == "1 piece of evidence")
        #expect(0.of("delivery is open", "deliveries are open") == "0 deliveries are open")
    }

    @Test func `a moment is told in local time with its zone`() throws {
        let moment = Date(timeIntervalSince1970: 1_782_000_000)
        let london = try #require(TimeZone(identifier: "Europe/London"))

        #expect(Moments.text(moment, in: london) == "2026-06-21 01:00:00 BST")
        #expect(Moments.text(moment, in: .gmt).hasPrefix("2026-06-21 00:00:00 "))
    }

    @Test(arguments: [
        ("plain, ünïcode\n\tand lines", "plain, ünïcode\n\tand lines"),
        ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
        ("up\u{1B}[2A", "up\u{FFFD}[2A"), ("bell\u{7}\u{9B}2J\r", "bell\u{FFFD}\u{FFFD}2J\u{FFFD}"),
    ])
    func `a terminal gets no control characters but our colours`(text: String, shown: String) {
        #expect(text.withoutControlCharacters == shown)
    }

    @Test func `the progress bar tells count, rate and refusals`() {
        let start = Date(timeIntervalSince1970: 0)
        let bar = ProgressBar(total: 300, startedAt: start)

        let line = bar.line(done: 100, refused: 2, at: start.addingTimeInterval(2))

        #expect(line == "[##########....................] 100 of 300, 50 per second, 2 refused")
    }
}
