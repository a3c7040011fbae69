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
        var byID: [ContractID: Contract] = [:]
        for (id, place) in try partnerContracts(in: folder) {
            byID[id] = try contract(id, in: place, answers: acknowledgement.compiled)
        }
        return ContractLibrary(
            referral: referral,
            acknowledgement: acknowledgement,
            byID: byID
        )
    }

    /// A folder with a description is a contract; all but the canonical ones are a partner's.
    private static func partnerContracts(
        in folder: URL
    ) throws(ContractError) -> [(id: ContractID, folder: URL)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw .folderMissing(folder.path)
        }
        var found: [(id: ContractID, folder: URL)] = []
        for name in names.sorted() {
            let versions = folder.appending(path: name)
            let numbers =
                (try? FileManager.default.contentsOfDirectory(atPath: versions.path)) ?? []
            for number in numbers.sorted() {
                let place = versions.appending(path: number)
                let about = place.appending(path: "contract.json").path
                guard let id = ContractID("\(name)/\(number)"),
                    !CanonicalForms.names.contains(id.name),
                    FileManager.default.fileExists(atPath: about)
                else { continue }
                found.append((id, place))
            }
        }
        return found
    }

    private static func contract(
        _ id: ContractID,
        in folder: URL,
        answers: CompiledSchema
    ) throws(ContractError) -> Contract {
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
            projection: try ContractFiles.program("projection.jq", in: folder, codes: codes),
            acknowledgement: try ContractFiles.program(
                "acknowledgement.jq",
                in: folder,
                codes: codes
            ),
            canonicalAnswer: answers
        )
    }
}
