import Foundation
import JSONSchema

extension ContractCheck {
    /// Each crosswalk covers its source list, and says so where it loses something.
    mutating func checkCrosswalks() {
        let names = source.names(in: "codes", ending: ".json")
        count { $0.crosswalks = names.count }
        for name in names {
            checkUse(of: name)
            checkCrosswalk("codes/\(name).json")
        }
    }

    /// One of the programs names it, as `$codes.NAME` or `$codes["NAME"]`.
    private mutating func checkUse(of name: String) {
        let programs = ["projection.jq", "acknowledgement.jq"].compactMap { file in
            (try? source.read(file)).map { String(decoding: $0, as: UTF8.self) }
        }
        // A word of its own: `rea` is not used by `$codes.reason`.
        let isUsed = programs.contains { program in
            program.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }.contains {
                $0 == name
            }
        }
        guard !isUsed else { return }
        note(
            .crosswalk,
            source.name(of: "codes/\(name).json"),
            line: 1,
            "No program uses this crosswalk. Look up `$codes[\"\(name)\"].map[…]`, or remove it."
        )
    }

    private mutating func checkCrosswalk(_ file: String) {
        guard let crosswalk = json(file), isFormed(crosswalk, FileForm.crosswalk, .crosswalk, file),
            let map = crosswalk["map"]?.objectValue
        else { return }
        if let source = codes("fromCodes", of: crosswalk, file) {
            checkCoverage(of: source, map, file)
        }
        if crosswalk["toCodes"] != nil, let target = codes("toCodes", of: crosswalk, file) {
            for (code, value) in map.sorted(by: { $0.key < $1.key })
            where !target.contains(value) {
                note(
                    .crosswalk,
                    file,
                    at: JSONPointer(tokens: ["map", code]),
                    "`\(code)` becomes \(Optional(value).shown), which `toCodes` does not have. Correct "
                        + "the one that is wrong."
                )
            }
        }
        checkLosses(of: crosswalk, map, file)
    }

    private mutating func checkCoverage(
        of source: [JSONValue],
        _ map: [String: JSONValue],
        _ file: String
    ) {
        let known = Set(source.compactMap(\.stringValue))
        for code in known.subtracting(map.keys).sorted() {
            note(
                .crosswalk,
                file,
                at: JSONPointer(tokens: ["map"]),
                "`\(code)` of the source list `fromCodes` is missing. Say what becomes of it."
            )
        }
        for code in Set(map.keys).subtracting(known).sorted() {
            note(
                .crosswalk,
                file,
                at: JSONPointer(tokens: ["map", code]),
                "`\(code)` is not in the source list `fromCodes`. Correct one of the two."
            )
        }
    }

    private mutating func checkLosses(
        of crosswalk: JSONValue,
        _ map: [String: JSONValue],
        _ file: String
    ) {
        let isDeclared = crosswalk["lossy"]?.boolValue ?? false
        let byTarget = Dictionary(grouping: map.keys.sorted()) { map[$0] ?? .null }
        let merged = byTarget.filter { $0.value.count > 1 }.values.map { $0 }
            .min { $0[0] < $1[0] }
        if let merged, !isDeclared {
            note(
                .crosswalk,
                file,
                at: JSONPointer(tokens: ["map", merged[1]]),
                "\(merged.map { "`\($0)`" }.joined(separator: ", ")) become one, so the crosswalk is lossy. Say "
                    + "\"lossy\": true and \"because\", or keep them apart."
            )
        }
        if isDeclared, crosswalk["because"] == nil {
            note(
                .crosswalk,
                file,
                at: JSONPointer(tokens: ["lossy"]),
                "A lossy crosswalk needs \"because\": what is lost, and why that is right."
            )
        }
    }

    /// A list of codes: in the crosswalk itself, or an enumeration of one of the schemas.
    private mutating func codes(
        _ key: String,
        of crosswalk: JSONValue,
        _ file: String
    ) -> [JSONValue]? {
        switch crosswalk[key] {
        case .array(let list)?: return list
        case .string(let reference)?:
            do { return try enumeration(reference) } catch {
                note(.crosswalk, file, at: JSONPointer(tokens: [key]), "`\(key)`: \(error.message)")
                return nil
            }
        default: return nil
        }
    }

    /// The values that a place in a schema lists, as CONTRACT/VERSION#/POINTER.
    private func enumeration(_ reference: String) throws(UnusableReference) -> [JSONValue] {
        let parts = reference.split(separator: "#", maxSplits: 1).map(String.init)
        guard parts.count == 2, let id = ContractID(parts[0]), let pointer = JSONPointer(parts[1])
        else { throw .notOne(reference) }
        guard let schema = try? ContractSource(id: id, root: source.root).json("schema.json") else {
            throw .noSchema(id)
        }
        switch schema.at(pointer) {
        case .array(let list)?: return list
        case .string(let code)? where pointer.tokens.last == "const": return [.string(code)]
        default: throw .noList(pointer, in: id)
        }
    }
}

/// Why a list of codes cannot be had from a schema.
private enum UnusableReference: Error {
    case notOne(String)
    case noSchema(ContractID)
    case noList(JSONPointer, in: ContractID)

    var message: String {
        switch self {
        case .notOne(let text):
            "`\(text)` is not CONTRACT/VERSION#/POINTER. Expected a list of all codes, or a place "
                + "such as `referral/1.0#/properties/cohort/enum`."
        case .noSchema(let id):
            "the schema of \(id) is missing or cannot be read. Correct the name, or that schema."
        case .noList(let pointer, let id):
            "there is no list of values at \(pointer.shown) in the schema of \(id). Expected the "
                + "place of an `enum`."
        }
    }
}
