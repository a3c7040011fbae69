import Foundation
import JSONSchema

extension ContractCheck {
    /// A version before is compared; what breaks its receivers needs a new major number.
    mutating func checkVersion(_ contract: Contract) {
        guard let previous else { return }
        let older = ContractSource(id: previous, root: source.root)
        guard let before = try? ContractFiles.schema(in: older.folder) else { return }
        let differences = contract.changes(from: before)
        let described = describedChanges(contract, older)
        let crosswalks = crosswalkChanges(older)
        let changes = differences.map(\.change) + described + crosswalks
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
        } else if let first = (described + crosswalks).first(where: \.isBreaking) {
            note(
                .version,
                "contract.json",
                at: .root,
                "\(first.message), which breaks receivers of \(previous). Give the contract the "
                    + "version \(previous.major + 1).0, or take the change back."
            )
        }
        checkOldReceivers(contract, before, previous)
    }

    /// Tries documents that the newer schema accepts on the older one.
    ///
    /// They are the examples and what comes of them by one change; the comparison of schemas may
    /// overlook something.
    private mutating func checkOldReceivers(
        _ contract: Contract,
        _ before: CompiledSchema,
        _ previous: ContractID
    ) {
        guard !report.findings.contains(where: { $0.rule == .version }) else { return }
        let examples = source.names(in: "examples", ending: ".payload.json").compactMap { name in
            let file = "examples/\(name).payload.json"
            return (try? source.json(file)).map { (file: file, document: $0) }
        }
        let mutations = contract.mutations(beside: before, examples: examples.map(\.document))
        for (file, example) in examples {
            let unchanged = (place: JSONPointer.root, document: example)
            for (place, document) in [unchanged] + mutations.documents(from: example) {
                guard contract.check(document).isEmpty,
                    let violation = before.validate(document.named(previous)).first
                else { continue }
                let what = place == .root ? "this" : "this with `\(place)` otherwise"
                count {
                    $0.changes.append(
                        .breaking("\(violation.instancePointer.shown): \(violation.message)")
                    )
                }
                return note(
                    .version,
                    file,
                    at: example.at(place) == nil ? violation.instancePointer : place,
                    "The schema accepts \(what), and a receiver of \(previous) would refuse it: "
                        + "\(violation.message) Give the contract the version "
                        + "\(previous.major + 1).0, or take the change back."
                )
            }
        }
    }

    /// What `contract.json` says differently.
    private func describedChanges(
        _ contract: Contract,
        _ older: ContractSource
    ) -> [ContractReport.Change] {
        guard let before = try? ContractFiles.about(in: older.folder) else { return [] }
        let after = contract.about
        var changes: [ContractReport.Change] = []
        if before.mediaType != after.mediaType {
            changes.append(
                .breaking("The media type was \(before.mediaType) and is \(after.mediaType)")
            )
        }
        if before.recipient != after.recipient {
            let words = [before.recipient, after.recipient].map { $0 ?? "any agency" }
            changes.append(.breaking("The recipient was \(words[0]) and is \(words[1])"))
        }
        // The names of header fields ignore case (RFC 9110, section 5.1).
        let headers = (old: before.foldedHeaders, new: after.foldedHeaders)
        for name in Set(headers.old.keys).union(headers.new.keys).sorted()
        where headers.old[name] != headers.new[name] {
            changes.append(
                headers.old[name] == nil
                    ? .compatible("The header field \(name) is new")
                    : .breaking(
                        "The header field \(name) "
                            + (headers.new[name] == nil ? "is gone" : "has another value")
                    )
            )
        }
        let promises = (old: Set(before.neverSent ?? []), new: Set(after.neverSent ?? []))
        for place in promises.old.subtracting(promises.new).sorted() {
            changes.append(.compatible("\(place) is no longer promised never to be sent"))
        }
        for place in promises.new.subtracting(promises.old).sorted() {
            changes.append(.compatible("\(place) is now promised never to be sent"))
        }
        return changes
    }

    /// What crosswalks make of codes differently; the receiver's schema says whether it may come.
    private func crosswalkChanges(_ older: ContractSource) -> [ContractReport.Change] {
        let names = [older, source].map { Set($0.names(in: "codes", ending: ".json")) }
        return names[0].union(names[1]).sorted().flatMap { name -> [ContractReport.Change] in
            let maps = [older, source].map { source in
                (try? source.json("codes/\(name).json"))?["map"]?.objectValue ?? [:]
            }
            return Set(maps[0].keys).union(maps[1].keys).sorted().compactMap { code in
                guard maps[0][code] != maps[1][code] else { return nil }
                let message =
                    "Crosswalk \(name): `\(code)` became \(maps[0][code].shown) and becomes "
                    + maps[1][code].shown
                // The same word of theirs would mean something else than before.
                let isOther = maps[0][code] != nil && maps[1][code] != nil
                return isOther ? .breaking(message) : .compatible(message)
            }
        }
    }
}

extension JSONValue {
    /// A document that says it follows another contract, if it says so at all.
    fileprivate func named(_ id: ContractID) -> JSONValue {
        self["contract"] == nil
            ? self
            : replacing(JSONPointer(tokens: ["contract"]), with: .string(id.description))
    }
}

extension ContractDescription {
    /// The header fields with their names in small letters.
    fileprivate var foldedHeaders: [String: String] {
        Dictionary((headers ?? [:]).map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }
}

extension ContractReport.Change {
    fileprivate static func breaking(_ message: String) -> Self {
        Self(isBreaking: true, message: message)
    }

    fileprivate static func compatible(_ message: String) -> Self {
        Self(isBreaking: false, message: message)
    }
}

extension Contract {
    /// The changes since a schema, but for the contract's own name.
    fileprivate func changes(
        from before: CompiledSchema
    ) -> [(change: ContractReport.Change, pointer: JSONPointer)] {
        schemaChanges(from: before).filter { $0.path.description != "/contract" }.map { change in
            let place = change.path == .root ? "The document" : "`\(change.path)`"
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
