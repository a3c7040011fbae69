import Contracts
import Foundation
import JSONSchema
import TestPrograms
import Testing

/// The invented referrals, by the built program.
@Suite struct InventedReferralTests {
    @Test func `every referral is valid, and no two have one reference`() async throws {
        let library = try ContractLibrary.load(
            from: URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Contracts")
        )

        let referrals = try await made(count: 500, seed: 7)

        #expect(referrals.count == 500)
        #expect(referrals.allSatisfy { library.referral.check($0).isEmpty })
        #expect(Set(referrals.map { $0["sourceReference"] }).count == 500)
    }

    @Test func `one seed gives the same referrals, another gives others`() async throws {
        let first = try await made(count: 50, seed: 1)
        let again = try await made(count: 50, seed: 1)
        let other = try await made(count: 50, seed: 2)

        #expect(first == again)
        #expect(first != other)
    }

    @Test(arguments: [1, 303])
    func `303 children tell the story of the year`(seed: Int) async throws {
        let referrals = try await made(count: 303, seed: seed)

        var investigations: [JSONValue: JSONValue] = [:]
        for referral in referrals {
            let investigation = try #require(referral["investigation"])
            investigations[try #require(investigation["reference"])] = investigation["activity"]
        }
        func sum(_ key: String) -> Int {
            investigations.values.reduce(0) { $0 + ($1[key]?.intValue ?? 0) }
        }

        #expect(sum("warrants") == 287)
        #expect(sum("arrests") == 133)
        #expect(sum("positiveOutcomes") == 212)
    }

    @Test func `they are varied`() async throws {
        let referrals = try await made(count: 303, seed: 1)

        func values(_ path: String) -> Set<JSONValue> {
            Set(referrals.compactMap { JSONPointer(path).flatMap($0.at) })
        }

        #expect(values("/cohort").count == 4)
        #expect(values("/urgency").count == 3)
        #expect(values("/child/foundIn").count == 5)
        #expect(values("/agreement/basis").count == 6)
        #expect(values("/child/birth/expected").count > 0)
        #expect(values("/investigation/household").count < 303)
    }

    private func made(count: Int, seed: Int) async throws -> [JSONValue] {
        let outcome = try await Program.partnerSandbox.run([
            "referrals", "--count", "\(count)", "--seed", "\(seed)",
        ])
        return try outcome.output.split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
    }
}
