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

    /// The longest text in characters, or nil when a text has no bound; 0 when there is no text.
    package var lengthMax: Int? { largest(.maxLength, of: .string) }

    /// The longest list, or nil when a list has no bound; 0 when there is no list.
    package var itemsMax: Int? { largest(.maxItems, of: .array) }

    /// Where the schema lets through an object with fields that it does not name, if it does.
    package var openPointer: JSONPointer? {
        forms(allowing: .object).first { !$0.isClosed || $0.hasFreeNames }?.pointer
    }

    /// Where the schema says most about the texts that are allowed here.
    package var textPointer: JSONPointer { forms(allowing: .string).first?.pointer ?? pointer }

    /// Whether a list here may have elements that the schema does not describe.
    package var hasFreeElements: Bool {
        forms(allowing: .array).contains { $0.elementsDescribed < $0.sizes[.maxItems] ?? .max }
    }

    /// Whether a number here may be of any size.
    package var hasFreeNumbers: Bool {
        forms.contains { form in
            guard form.values == nil, !form.types.isDisjoint(with: .number) else { return false }
            let isBelow = form.limits[.maximum] != nil || form.limits[.exclusiveMaximum] != nil
            let isAbove = form.limits[.minimum] != nil || form.limits[.exclusiveMinimum] != nil
            return !isBelow || !isAbove
        }
    }

    /// The names of the formats that are asked for.
    package var formats: Set<String> {
        forms.reduce(into: []) { $0.formUnion($1.formats) }
    }

    func forms(allowing type: TypeSet) -> [SchemaBounds] {
        forms.filter { $0.values == nil && !$0.types.isDisjoint(with: type) }
    }

    private func largest(_ bound: SizeBound, of type: TypeSet) -> Int? {
        var largest = 0
        for form in forms(allowing: type) {
            guard let size = form.sizes[bound] else { return nil }
            largest = max(largest, size)
        }
        return largest
    }
}
