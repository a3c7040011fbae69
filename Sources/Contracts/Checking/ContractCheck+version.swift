import Foundation
import JSONSchema

extension ContractCheck {
    /// A version before is compared; what breaks its receivers needs a new major number.
    mutating func checkVersion(_ contract: Contract) {
        guard let previous else { return }
        let older = ContractSource(id: previous, root: source.root)
        guard let before = try? ContractFiles.schema(in: older.folder) else { return }
        let differences = contract.changes(from: before)
        let changes =
            differences.map(\.change) + [mediaTypeChange(contract, older)].compactMap(\.self)
        count {
            $0.previous = previous.description
            $0.changes = changes
        }
        guard previous.major == source.id.major else { return }
        if let first = differences.first(where: \.change.isBreaking) {
            note(
                .version,
                "schema.json",
                at: first.pointer,
                "\(first.change.message), which breaks receivers of \(previous). Give the "
                    + "contract the version \(previous.major + 1).0, or take the change back."
            )
        } else if changes.contains(where: \.isBreaking) {
            note(
                .version,
                "contract.json",
                at: JSONPointer(tokens: ["mediaType"]),
                "The media type is another one, which breaks receivers of \(previous). Give the "
                    + "contract the version \(previous.major + 1).0."
            )
        }
        checkOldReceivers(contract, before, previous)
    }

    /// What the comparison of schemas may overlook: real documents, tried on the older schema.
    private mutating func checkOldReceivers(
        _ contract: Contract,
        _ before: CompiledSchema,
        _ previous: ContractID
    ) {
        guard !report.findings.contains(where: { $0.rule == .version }) else { return }
        let oldName = JSONValue.string(previous.description)
        for name in source.names(in: "examples", ending: ".payload.json") {
            let file = "examples/\(name).payload.json"
            guard let document = try? source.json(file) else { continue }
            // The contract's own name is in the documents; that it is another one is known.
            let renamed =
                document["contract"] == nil
                ? document : document.replacing(JSONPointer(tokens: ["contract"]), with: oldName)
            guard let violation = before.validate(renamed).first else { continue }
            return note(
                .version,
                file,
                at: violation.instancePointer,
                "A receiver of \(previous) would refuse this: \(violation.message) Give the "
                    + "contract the version \(previous.major + 1).0."
            )
        }
    }

    private func mediaTypeChange(
        _ contract: Contract,
        _ older: ContractSource
    ) -> ContractReport.Change? {
        guard let before = try? ContractFiles.about(in: older.folder).mediaType,
            before != contract.about.mediaType
        else { return nil }
        return ContractReport.Change(
            isBreaking: true,
            message: "the media type was \(before) and is \(contract.about.mediaType)"
        )
    }
}

extension Contract {
    /// The changes since a schema, but for the contract's own name.
    fileprivate func changes(
        from before: CompiledSchema
    ) -> [(change: ContractReport.Change, pointer: JSONPointer)] {
        schemaChanges(from: before).filter { $0.path.description != "/contract" }.map { change in
            let place = change.path == .root ? "the document" : change.path.description
            return (
                ContractReport.Change(
                    isBreaking: change.isBreaking,
                    message: "\(place): \(change.message)"
                ),
                change.pointer
            )
        }
    }
}

extension ContractID {
    /// The number that says whether receivers must change.
    var major: Int { version.split(separator: ".").first.flatMap { Int($0) } ?? 0 }
}
