import Contracts
import Foundation
import Testing

@Suite struct ProjectionRunTests {
    @Test func `the same referral gives the same bytes on every thread`() async throws {
        let contract = try ContractsOnDisk.contract("childrens-social-care/1.0")
        let example = try #require(
            ContractsOnDisk.cases(contract.id.description, "examples", ending: ".referral.json")
                .first
        )
        let referral = try ContractsOnDisk.read(
            contract.id.description,
            "examples/\(example).referral.json"
        )
        let first = try contract.project(referral)

        let all = try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 1...200 { group.addTask { try contract.project(referral) } }
            return try await group.reduce(into: Set<Data>()) { $0.insert($1) }
        }

        #expect(all == [first])
    }

    /// In a process of its own, where nothing else uses memory.
    @Test func `thousands of projections keep memory flat`() async {
        await #expect(processExitsWith: .success) {
            let contract = try ContractsOnDisk.contract("education/1.0")
            let example = try #require(
                ContractsOnDisk.cases("education/1.0", "examples", ending: ".referral.json").first
            )
            let referral = try ContractsOnDisk.read(
                "education/1.0",
                "examples/\(example).referral.json"
            )
            for _ in 1...500 { _ = try contract.project(referral) }
            let before = try Self.residentKiB()

            for _ in 1...5000 { _ = try contract.project(referral) }

            // A leak of one small document per run would be tens of megabytes.
            #expect(try Self.residentKiB() - before < 8192)
        }
    }

    @Test func `input that is not a referral is an error that quotes nothing`() throws {
        let contract = try ContractsOnDisk.contract("education/1.0")

        let error = #expect(throws: ContractError.self) {
            try contract.project(Data(#"{"child":"secret-name"}"#.utf8))
        }

        #expect(error?.message.contains("secret-name") == false)
    }

    private static func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return Int(line?.split(separator: " ").dropLast().last ?? "") ?? 0
    }
}
