package import Foundation
package import JSONSchema

/// All contracts of a folder, loaded and checked once.
package struct ContractLibrary: Sendable {
    /// A contract that only describes a document of ours: the canonical referral, or answer.
    package struct Canonical: Sendable {
        package let about: ContractDescription
        private let schema: CompiledSchema

        init(in folder: URL) throws(ContractError) {
            about = try ContractFiles.about(in: folder)
            schema = try ContractFiles.schema(in: folder)
        }

        /// Everything that is wrong with a document; empty when it is valid.
        package func check(_ document: JSONValue) -> [SchemaViolation] {
            schema.validate(document)
        }

        var compiled: CompiledSchema { schema }
    }

    /// What a case system submits.
    package let referral: Canonical
    /// What every partner's answer becomes.
    package let acknowledgement: Canonical
    private let byID: [ContractID: Contract]

    /// The partner contracts, by name and version.
    package var contracts: [Contract] { byID.values.sorted { $0.id < $1.id } }

    /// The contract with a name and version.
    package subscript(id: ContractID) -> Contract? { byID[id] }

    /// Loads every contract of a folder, whole or not at all.
    package static func load(from folder: URL) throws(ContractError) -> ContractLibrary {
        let referral = try Canonical(in: folder.appending(path: "referral/1.0"))
        let acknowledgement = try Canonical(in: folder.appending(path: "acknowledgement/1.0"))
        let workers = JqWorkers(ready: SlowLane.width)
        var byID: [ContractID: Contract] = [:]
        for source in try ContractSource.all(in: folder)
        where !source.id.isCanonical {
            byID[source.id] = try contract(
                source.id,
                in: source.folder,
                answers: acknowledgement.compiled,
                by: workers
            )
        }
        return ContractLibrary(
            referral: referral,
            acknowledgement: acknowledgement,
            byID: byID
        )
    }

    private static func contract(
        _ id: ContractID,
        in folder: URL,
        answers: CompiledSchema,
        by workers: JqWorkers
    ) throws(ContractError) -> Contract {
        guard id.isWellFormed else {
            throw .fileWrong(
                folder.path,
                line: nil,
                "this cannot be a contract's name and version. Expected small letters, digits and "
                    + "hyphens, and two numbers, such as youth-service/1.0."
            )
        }
        let about = try ContractFiles.about(in: folder)
        guard about.name == id.name, about.version == id.version else {
            throw .fileWrong(
                folder.appending(path: "contract.json").path,
                line: nil,
                "it says \(about.name)/\(about.version); expected the name and version of its folder"
            )
        }
        let codes = try ContractFiles.codes(in: folder)
        return Contract(
            id: id,
            about: about,
            folder: folder,
            schema: try ContractFiles.schema(in: folder),
            projection: try ContractFiles.program(
                "projection.jq",
                in: folder,
                codes: codes,
                by: workers
            ),
            acknowledgement: try ContractFiles.program(
                "acknowledgement.jq",
                in: folder,
                codes: codes,
                by: workers
            ),
            canonicalAnswer: answers
        )
    }
}
