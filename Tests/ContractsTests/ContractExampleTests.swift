import Contracts
import Foundation
import JSONSchema
import Testing

@Suite struct ContractExampleTests {
    @Test(arguments: ContractsOnDisk.partnerContracts)
    func `every example projects to exactly its payload`(name: String) throws {
        let contract = try ContractsOnDisk.contract(name)
        let cases = ContractsOnDisk.cases(name, "examples", ending: ".referral.json")

        #expect(cases.count >= 6)
        for example in cases {
            let referral = try ContractsOnDisk.read(name, "examples/\(example).referral.json")
            let payload = try ContractsOnDisk.json(name, "examples/\(example).payload.json")

            let document = try JSONValue(parsing: try contract.project(referral))

            #expect(document == payload, "\(example)")
        }
    }

    @Test(arguments: ContractsOnDisk.partnerContracts)
    func `every canonical example can be expressed`(name: String) throws {
        let contract = try ContractsOnDisk.contract(name)

        for origin in ["referral/1.0"] + ContractsOnDisk.partnerContracts {
            for example in ContractsOnDisk.cases(origin, "examples", ending: ".referral.json") {
                let file = "examples/\(example).referral.json"
                let canonical = try stamped(ContractsOnDisk.json(origin, file))

                #expect(throws: Never.self, "\(origin) \(example)") {
                    try contract.project(canonical.serialized())
                }
            }
        }
    }

    @Test(arguments: ContractsOnDisk.partnerContracts)
    func `every answer means its acknowledgement`(name: String) throws {
        let contract = try ContractsOnDisk.contract(name)
        let cases = ContractsOnDisk.cases(name, "examples", ending: ".answer.json")

        #expect(cases.count >= 3)
        for example in cases {
            let answer = try ContractsOnDisk.json(name, "examples/\(example).answer.json")
            let expected = try ContractsOnDisk.read(
                name,
                "examples/\(example).acknowledgement.json"
            )

            let acknowledgement = try contract.readAnswer(answer)

            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            #expect(
                try decoder.decode(type(of: acknowledgement), from: expected) == acknowledgement,
                "\(example)"
            )
        }
    }

    @Test(arguments: ContractsOnDisk.partnerContracts)
    func `every refused document is refused at its place for its reason`(name: String) throws {
        let contract = try ContractsOnDisk.contract(name)
        let cases = ContractsOnDisk.cases(name, "refused", ending: ".json")

        #expect(cases.count >= 10)
        for example in cases {
            let refused = try ContractsOnDisk.json(name, "refused/\(example).json")
            expectRefusal(of: refused, by: contract.check, example)
        }
    }

    @Test func `every refused referral and acknowledgement is refused for its reason`() throws {
        let library = try ContractsOnDisk.library.get()
        for (name, check) in [
            ("referral/1.0", library.referral.check),
            ("acknowledgement/1.0", library.acknowledgement.check),
        ] {
            for example in ContractsOnDisk.cases(name, "refused", ending: ".json") {
                let refused = try ContractsOnDisk.json(name, "refused/\(example).json")
                expectRefusal(of: refused, by: check, example)
            }
        }
    }

    @Test func `every canonical example is valid`() throws {
        let library = try ContractsOnDisk.library.get()
        for example in ContractsOnDisk.cases("referral/1.0", "examples", ending: ".referral.json") {
            let document = try ContractsOnDisk.json(
                "referral/1.0",
                "examples/\(example).referral.json"
            )

            #expect(library.referral.check(document) == [], "\(example)")
        }
    }

    private func expectRefusal(
        of refused: JSONValue,
        by check: (JSONValue) -> [SchemaViolation],
        _ example: String
    ) {
        let violations = check(refused["document"] ?? .null)
        #expect(
            violations.contains {
                $0.instancePointer.description == refused["pointer"]?.stringValue
                    && $0.keyword == refused["reason"]?.stringValue
            },
            "\(example): \(violations.map { "\($0.instancePointer) \($0.keyword)" })"
        )
    }

    /// What intake adds to every referral before it is projected.
    private func stamped(_ referral: JSONValue) -> JSONValue {
        guard case .object(let members) = referral else { return referral }
        let stamps: [String: JSONValue] = [
            "id": "0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01", "version": 1,
            "marking": "OFFICIAL-SENSITIVE", "contract": "referral/1.0",
        ]
        return .object(members.merging(stamps) { given, _ in given })
    }
}
