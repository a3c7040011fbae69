import Foundation
import JSONSchema

extension ContractCheck {
    /// No form that we know of asks for a longer text.
    private static let textLengthMax = 4000
    private static let listLengthMax = 1000

    /// Formats of texts that say who or where a person is.
    private static let personalFormats: Set<String> = [
        "nhs-number", "upn", "uk-postcode", "uk-telephone", "email", "uprn",
    ]

    /// The schema names every field, bounds every size and lets no file through.
    mutating func checkSchema(_ schema: CompiledSchema) {
        let fields = schema.fields
        for field in fields {
            if field.isEndless {
                note(
                    .closed,
                    field,
                    "documents could nest without end here. Say how deep they may be."
                )
                continue
            }
            checkClosed(field)
            checkContent(field, schema)
            checkMarked(field)
        }
        count {
            $0.limits.fields = fields.count
            $0.limits.personalFields = fields.count(where: \.isPersonal)
            $0.limits.textLengthMax = fields.compactMap(\.lengthMax).max() ?? 0
            $0.limits.listLengthMax = fields.compactMap(\.itemsMax).max() ?? 0
        }
    }

    private mutating func checkClosed(_ field: SchemaField) {
        if let pointer = field.openPointer {
            note(
                .closed,
                field,
                at: pointer,
                "fields that the schema does not name are let through. Add "
                    + "\"additionalProperties\": false and name every field."
            )
        }
        if field.hasFreeElements {
            note(
                .closed,
                field,
                "the elements of the list are not described. Add \"items\"."
            )
        }
        if field.itemsMax.map({ $0 > Self.listLengthMax }) ?? true {
            note(
                .closed,
                field,
                "a list has no bound. Add \"maxItems\" of at most \(Self.listLengthMax)."
            )
        }
        if field.hasFreeNumbers {
            note(
                .closed,
                field,
                "a number has no bounds. Add \"minimum\" and \"maximum\"."
            )
        }
    }

    private mutating func checkContent(_ field: SchemaField, _ schema: CompiledSchema) {
        guard let length = field.lengthMax, length <= Self.textLengthMax else {
            return note(
                .content,
                field,
                at: field.textPointer,
                "a text has no bound. Add \"maxLength\" of at most \(Self.textLengthMax)."
            )
        }
        for smuggled in SmuggledContent.all(lengthMax: length)
        where schema.accepts(.string(smuggled.text), at: field) {
            note(
                .content,
                field,
                at: field.textPointer,
                "it could carry \(smuggled.kind). Add a \"pattern\" for what is allowed, or a "
                    + "\"not\" as in the other contracts' `text`."
            )
        }
    }

    private mutating func checkMarked(_ field: SchemaField) {
        let isPersonalKind =
            !field.formats.isDisjoint(with: Self.personalFormats)
            || (field.lengthMax ?? 0) > 200
        guard isPersonalKind, !field.isPersonal, field.values == nil else { return }
        note(
            .personal,
            field,
            "it may hold personal data. Mark it with \"x-personal\": true."
        )
    }

    private mutating func note(
        _ rule: ContractFinding.Rule,
        _ field: SchemaField,
        at pointer: JSONPointer? = nil,
        _ message: String
    ) {
        note(
            rule,
            "schema.json",
            at: pointer ?? field.pointer,
            "\(field.path == .root ? "the document" : field.path.description): \(message)"
        )
    }
}
