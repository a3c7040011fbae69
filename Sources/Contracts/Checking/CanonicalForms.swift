import Foundation
import JSONSchema

/// The canonical schemas with every canonical example, which each contract is measured by.
struct CanonicalForms: Sendable {
    /// One canonical referral and the file that it is from.
    struct Example: Sendable {
        let file: String
        let referral: JSONValue
    }

    let referral: CompiledSchema
    let acknowledgement: CompiledSchema
    /// The examples of every contract, as intake would hand them on, each once.
    let examples: [Example]
    let variations: Variations

    static let referralID = "referral/1.0"
    static let acknowledgementID = "acknowledgement/1.0"

    init(of contracts: [ContractSource], in root: URL) throws(ContractError) {
        referral = try ContractFiles.schema(in: root.appending(path: Self.referralID))
        acknowledgement = try ContractFiles.schema(in: root.appending(path: Self.acknowledgementID))
        var examples: [Example] = []
        // Contracts share examples; the same referral needs to be looked at only once.
        var known: Set<JSONValue> = []
        for source in contracts {
            for name in source.names(in: "examples", ending: ".referral.json") {
                let file = "examples/\(name).referral.json"
                // A file that cannot be read is told of where its own contract is checked.
                guard let referral = (try? source.json(file))?.stamped,
                    known.insert(referral).inserted
                else { continue }
                examples.append(Example(file: source.name(of: file), referral: referral))
            }
        }
        self.examples = examples
        variations = Variations(of: referral, and: examples.map(\.referral))
    }
}

extension JSONValue {
    /// A referral with all that intake adds to one.
    var stamped: JSONValue {
        guard case .object(let members) = self else { return self }
        let stamps: [String: JSONValue] = [
            "contract": "referral/1.0", "id": "0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01", "version": 1,
            "marking": "OFFICIAL-SENSITIVE",
        ]
        return .object(members.merging(stamps) { given, _ in given })
    }
}
