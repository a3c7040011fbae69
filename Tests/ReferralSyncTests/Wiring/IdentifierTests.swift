import Foundation
import Testing

@testable import ReferralSync

@Suite struct IdentifierTests {
    @Test func `identifiers are UUIDs of version 7 that begin with the time`() throws {
        let before = Int64(Date().timeIntervalSince1970 * 1000)
        let made = Identifiers.make()
        let after = Int64(Date().timeIntervalSince1970 * 1000)

        #expect(UUID(uuidString: made)?.uuidString.lowercased() == made)
        let digits = Array(made.filter { $0 != "-" })
        #expect(digits[12] == "7")
        #expect("89ab".contains(digits[16]))
        let time = try #require(Int64(String(digits.prefix(12)), radix: 16))
        #expect((before...after).contains(time))
    }

    @Test func `identifiers differ and are in order of time`() {
        let made = (0..<10_000).map { _ in Identifiers.make() }

        #expect(Set(made).count == made.count)
        // What is made within a quarter of a microsecond is in any order.
        let moments = made.map { $0.prefix(18) }
        #expect(moments == moments.sorted())
    }
}
