extension CompiledSchema {
    /// Every place of the documents that this schema describes, each before its parts.
    package var fields: [SchemaField] { SchemaOutline.fields(of: self).fields }

    /// Whether `fields` are all, or the schema has more places or forms than can be looked at.
    package var isOutlineWhole: Bool { SchemaOutline.fields(of: self).isWhole }

    /// Whether a value would be accepted at a place of this schema, wherever it is in a document.
    package func accepts(_ value: JSONValue, at field: SchemaField) -> Bool {
        field.schemas.contains { schemas in
            schemas.allSatisfy { schema in
                var validation = Validation(of: self)
                var evaluated: Evaluated?
                return validation.fits(value, schema, &evaluated)
            }
        }
    }

    /// The places of a document that this schema marks as personal data, with all their parts.
    package func personalPlaces(in instance: JSONValue) -> Set<JSONPointer> {
        var validation = Validation(of: self)
        validation.personalPlaces = []
        _ = validation.violations(of: instance)
        return validation.personalPlaces ?? []
    }
}
