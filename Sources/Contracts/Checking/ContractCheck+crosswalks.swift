import Foundation
import JSONSchema

extension ContractCheck {
    /// Each crosswalk covers its source list, and says so where it loses something.
    mutating func checkCrosswalks() {
        let names = source.names(in: "codes", ending: ".json")
        count { $0.crosswalks = names.count }
        for name in names { checkCrosswalk("codes/\(name).json") }
    }

    private mutating func checkCrosswalk(_ file: String) {
        guard let crosswalk = json(file) else { return }
        guard let map = crosswalk["map"]?.objectValue else {
            return note(.crosswalk, file, at: .root, "Expected `map`, an object of codes.")
        }
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
                    "\(code) becomes \(Optional(value).shown), which is not in `toCodes`."
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
                "\(code) of the source list is missing. Say what becomes of it."
            )
        }
        for code in Set(map.keys).subtracting(known).sorted() {
            note(
                .crosswalk,
                file,
                at: JSONPointer(tokens: ["map", code]),
                "\(code) is not in the source list `fromCodes`. Correct one of the two."
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
                "\(merged.joined(separator: ", ")) become one, so the crosswalk is lossy. Say "
                    + "\"lossy\": true and \"because\", or keep them apart."
            )
        }
        if isDeclared, crosswalk["because"]?.stringValue?.isEmpty ?? true {
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
        if let list = crosswalk[key]?.arrayValue { return list }
        if let reference = crosswalk[key]?.stringValue, let list = enumeration(reference) {
            return list
        }
        note(
            .crosswalk,
            file,
            at: JSONPointer(tokens: [key]),
            "`\(key)`: expected a list of all codes, or CONTRACT/VERSION#/POINTER of an "
                + "enumeration in a schema, such as referral/1.0#/properties/cohort/enum."
        )
        return nil
    }

    private func enumeration(_ reference: String) -> [JSONValue]? {
        let parts = reference.split(separator: "#", maxSplits: 1).map(String.init)
        guard parts.count == 2, let id = ContractID(parts[0]), let pointer = JSONPointer(parts[1]),
            let schema = try? ContractSource(id: id, root: source.root).json("schema.json"),
            let found = schema.at(pointer)
        else { return nil }
        return found.arrayValue ?? [found]
    }
}
