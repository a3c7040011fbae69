import Foundation
import Oversight
import Testing

@testable import Portal

struct UnknownKeyTests {
    /// A misspelt `preview` would send everything again.
    @Test func `an order with a key that is not known is refused`() throws {
        #expect(throws: DeskError.self) {
            try WireFormat.decode(
                ResendRequest.self,
                from: Data(#"{"partner": "schools", "preveiw": true}"#.utf8)
            )
        }
        #expect(throws: DeskError.self) {
            try WireFormat.decode(
                HoldRequest.self,
                from: Data(#"{"reason": "mending", "form": "now"}"#.utf8)
            )
        }
        #expect(
            try WireFormat.decode(HoldRequest.self, from: Data(#"{"reason": "mending"}"#.utf8))
                .order.reason == "mending"
        )
    }
}
