import Contracts
import Foundation
import JSONSchema

/// Measures on one core how many referrals a second a contract can express, and where the time
/// goes. Usage: contracts-bench CONTRACTS CONTRACT/VERSION REFERRALS.ndjson
@main
enum ContractsBench {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let id = ContractID(arguments[2]),
            let contract = try ContractLibrary.load(from: URL(filePath: arguments[1]))[id]
        else {
            print("usage: contracts-bench CONTRACTS CONTRACT/VERSION REFERRALS.ndjson")
            exit(64)
        }
        let referrals = try canonical(URL(filePath: arguments[3]))
        // Warm caches first, so that the first step is not charged for them.
        for referral in referrals.prefix(100) { _ = try contract.project(referral) }

        var documents: [Data] = []
        let all = try seconds { documents = try referrals.map { try contract.project($0) } }
        var values: [JSONValue] = []
        let parse = try seconds { values = try documents.map { try JSONValue(parsing: $0) } }
        let check = seconds { for value in values { precondition(contract.check(value).isEmpty) } }
        let guarded = seconds {
            for value in values { precondition(ContentGuard.findings(in: value).isEmpty) }
        }

        let count = Double(referrals.count)
        let bytes = documents.map(\.count).reduce(0, +) / max(1, documents.count)
        print("\(id): \(referrals.count) referrals, documents of \(bytes) bytes on average")
        print("projection and validation  \(text(count / all)) referrals/s on one core")
        let parts = [
            ("jq program", all - parse - check - guarded), ("parse the output", parse),
            ("validate by the schema", check), ("content guard", guarded),
        ]
        for (name, time) in parts {
            let name = name.padding(toLength: 24, withPad: " ", startingAt: 0)
            print("  \(name) \(text(time / count * 1e6)) µs, \(text(time / all * 100)) %")
        }
    }

    /// The referrals with all that intake adds to them.
    private static func canonical(_ file: URL) throws -> [Data] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { line in
            var members = try JSONValue(parsing: Data(line)).objectValue ?? [:]
            members["id"] = "0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01"
            members["version"] = members["version"] ?? 1
            members["marking"] = members["marking"] ?? "OFFICIAL-SENSITIVE"
            return JSONValue.object(members).serialized()
        }
    }

    /// The processor time that work takes: it is the same whatever else the machine does.
    private static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = clock()
        try work()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    private static func text(_ number: Double) -> String {
        number.formatted(.number.precision(.fractionLength(0)).grouping(.never))
    }
}
