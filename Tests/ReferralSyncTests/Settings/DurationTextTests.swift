import Testing

@testable import ReferralSync

struct DurationTextTests {
    @Test(arguments: [
        ("200ms", Duration.milliseconds(200)), ("2s", .seconds(2)), ("15m", .seconds(900)),
        ("72h", .seconds(259_200)), ("7d", .seconds(604_800)),
    ])
    func `a duration is a whole number and a unit`(text: String, expected: Duration) {
        #expect(Duration(text: text) == expected)
        #expect(expected.text == text)
    }

    @Test(arguments: ["", "5", "s", "1.5s", "-2s", "2 s", "2S", "0s", "9999999999999999h", "²s"])
    func `anything else is no duration`(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test func `a duration is written in its largest whole unit`() {
        #expect(Duration.milliseconds(1500).text == "1500ms")
        #expect(Duration.seconds(90).text == "90s")
        #expect(Duration.seconds(60).text == "1m")
        #expect(Duration.seconds(86_400).text == "24h")
    }
}
