import Foundation
import Logging
import Testing

@testable import ReferralSync

struct LineLogHandlerTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a text line has time, level, message and its facts in order`() {
        let line = LineLogHandler(format: .text, level: .info).line(
            at: now,
            level: .notice,
            message: "attempt ended",
            metadata: ["partner.id": "schools", "attempt": "2"]
        )

        #expect(
            line == "2027-01-15T08:00:00.000Z notice attempt ended attempt=2 partner.id=schools"
        )
    }

    @Test func `a JSON line is one object whatever the facts hold`() throws {
        let line = LineLogHandler(format: .json, level: .info).line(
            at: now,
            level: .error,
            message: "two\nlines",
            metadata: ["reason": "a \"b\""]
        )

        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(!line.contains("\n"))
        #expect(
            object == [
                "time": "2027-01-15T08:00:00.000Z", "level": "error", "message": "two\nlines",
                "reason": "a \"b\"",
            ]
        )
    }
}
