import Delivery
import Foundation
import Testing

@Suite struct RetryAfterTests {
    /// Sunday 6 November 1994, 08:49:37 GMT, the moment of RFC 9110's examples.
    let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        ("0", Duration.zero), ("120", .seconds(120)), (" 5 ", .seconds(5)),
        ("999999999999999999999999", .seconds(3600)), ("86400", .seconds(3600)),
    ])
    func `seconds are waited for, up to an hour`(field: String, wait: Duration) {
        #expect(RetryAfter.wait(field, at: now) == wait)
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT",
        "Sun Nov  6 08:50:07 1994",
    ])
    func `all three forms of a date are read`(field: String) {
        #expect(RetryAfter.wait(field, at: now) == .seconds(30))
    }

    @Test func `a past date means now`() {
        #expect(RetryAfter.wait("Sun, 06 Nov 1994 08:00:00 GMT", at: now) == .zero)
    }

    @Test func `a date years ahead is cut to an hour`() {
        #expect(RetryAfter.wait("Tue, 06 Nov 2040 08:00:00 GMT", at: now) == .seconds(3600))
    }

    @Test(arguments: ["-5", "soon", "", "1.5", "Sun, 99 Nov 1994 08:49:37 GMT"])
    func `malformed fields are ignored`(field: String) {
        #expect(RetryAfter.wait(field, at: now) == nil)
    }
}
