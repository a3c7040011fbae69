/// A place in the documents that a schema describes, and all that is allowed there.
package struct SchemaField: Sendable {
    /// Where in a document; `*` stands for every element of an array.
    package let path: JSONPointer
    /// Where the schema says so.
    package let pointer: JSONPointer
    /// Whether every document that may have it must have it.
    package let isRequired: Bool
    /// Whether it is marked as personal data, itself or through what it is part of.
    package let isPersonal: Bool
    /// Whether it is so in each form that it or what holds it may have.
    package let isAlwaysPersonal: Bool
    /// Whether the schema says in words what it is.
    package let isDescribed: Bool
    /// Whether it may hold itself, so that documents can nest without end.
    package let isEndless: Bool
    /// The forms that a value may have here; a value need fit only one.
    let forms: [SchemaBounds]
    /// For each form of what holds it, the schemas that all apply.
    let schemas: [[Int]]

    /// The types of JSON that are allowed, in words.
    package var types: String { allTypes.words }

    var allTypes: TypeSet { forms.reduce(into: []) { $0.formUnion($1.types) } }

    /// The values that are allowed, if they are all listed.
    package var values: [JSONValue]? {
        let lists = forms.map(\.values)
        guard !lists.contains(nil) else { return nil }
        return lists.compactMap(\.self).flatMap(\.self)
    }

    /// The values that are listed in any form.
    package var listedValues: [JSONValue] { forms.flatMap { $0.values ?? [] } }

    /// The longest text in characters, or nil when a text has no bound; 0 when there is no text.
    package var lengthMax: Int? {
        var largest = 0
        for form in forms(allowing: .string) {
            let byFormat = form.formats.compactMap { Self.formatLengths[$0] }
            guard let size = ([form.sizes[.maxLength]] + byFormat).compactMap(\.self).min() else {
                return nil
            }
            largest = max(largest, size)
        }
        return largest
    }

    /// The longest texts of formats that are of a certain length.
    private static let formatLengths = [
        "date": 10, "time": 40, "date-time": 60, "uuid": 36, "ipv4": 15, "ipv6": 45, "email": 254,
        "nhs-number": 12, "upn": 13, "uk-postcode": 8, "ons-area-code": 9, "police-force-code": 4,
        "school-urn": 6, "laestab": 8, "ods-code": 12, "uprn": 12, "uk-telephone": 20,
    ]

    /// The longest list, or nil when a list has no bound; 0 when there is no list.
    package var itemsMax: Int? {
        var largest = 0
        for form in forms(allowing: .array) {
            guard let size = [form.sizes[.maxItems], form.tupleMax].compactMap(\.self).min() else {
                return nil
            }
            largest = max(largest, size)
        }
        return largest
    }

    /// Where the schema lets through an object with fields that it does not name, if it does.
    package var openPointer: JSONPointer? {
        forms(allowing: .object).first { !$0.isClosed || $0.hasFreeNames }?.pointer
    }

    /// Where the schema says most about the texts that are allowed here.
    package var textPointer: JSONPointer { forms(allowing: .string).first?.pointer ?? pointer }

    /// Whether a list here may have elements that the schema does not describe.
    package var hasFreeElements: Bool {
        forms(allowing: .array).contains {
            $0.elementsDescribed < [$0.sizes[.maxItems], $0.tupleMax].compactMap(\.self).min()
                ?? .max
        }
    }

    /// Beyond this, numbers are not exact everywhere (RFC 8259, section 6).
    package static let numberMax = 9_007_199_254_740_991

    /// Whether a number here may be of any size, or of one that is not exact everywhere.
    package var hasFreeNumbers: Bool {
        forms(allowing: .number).contains { form in
            let highest = form.limits[.maximum] ?? form.limits[.exclusiveMaximum]
            let lowest = form.limits[.minimum] ?? form.limits[.exclusiveMinimum]
            guard let highest, let lowest else { return true }
            return highest > JSONNumber(Self.numberMax) || lowest < JSONNumber(-Self.numberMax)
        }
    }

    /// Two bounds that no value can keep at once, if every form has such.
    package var contradiction: (String, String)? {
        let contradictions = forms.map(\.contradiction)
        return contradictions.contains { $0 == nil } ? nil : contradictions.first ?? nil
    }

    /// The numbers at the edges of what is allowed here, and one between them.
    package var numberEdges: [JSONNumber] {
        forms(allowing: .number).flatMap { form -> [JSONNumber] in
            let edges = NumberBound.allCases.compactMap { form.limits[$0] }
            let whole = edges.compactMap(\.intValue)
            let middle = whole.count > 1 ? [JSONNumber(whole.reduce(0, +) / whole.count)] : []
            return edges + middle
        }
    }

    /// The names of the formats that are asked for.
    package var formats: Set<String> {
        forms.reduce(into: []) { $0.formUnion($1.formats) }
    }

    func forms(allowing type: TypeSet) -> [SchemaBounds] {
        forms.filter { $0.values == nil && !$0.types.isDisjoint(with: type) }
    }
}
