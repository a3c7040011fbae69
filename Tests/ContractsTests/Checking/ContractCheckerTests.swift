import Contracts
import Foundation
import JSONSchema
import Testing

@Suite struct ContractCheckerTests {
    @Test(arguments: ContractsOnDisk.partnerContracts + ["referral/1.0", "acknowledgement/1.0"])
    func `every contract of ours is sound`(name: String) throws {
        let checker = try ContractChecker(root: ContractsOnDisk.folder)

        let report = try #require(checker.check { $0.description == name }.first)

        #expect(report.findings == [])
        #expect(report.examples >= 8)
        #expect(report.refused >= 10)
        #expect(report.limits.textLengthMax <= 4000)
    }

    @Test func `what has no influence on a document is withheld from it`() throws {
        let contract = try ContractsOnDisk.contract("education/1.0")
        let referral = try ContractsOnDisk.json(
            "education/1.0",
            "examples/full.referral.json"
        )

        let withheld = Set(contract.withheld(from: referral).map(\.description))

        #expect(withheld.isSuperset(of: ["/concern/facts", "/child/nhsNumber/value"]))
        #expect(withheld.isDisjoint(with: ["/child/name/given", "/cohort", "/urgency"]))
    }
}
