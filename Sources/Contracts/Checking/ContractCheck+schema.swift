import Foundation
import JSONSchema

extension ContractCheck {
    /// No form that we know of asks for a longer text.
    private static let textLengthMax = 4000
    private static let listLengthMax = 100
    /// Of all texts of one list together, so that no file fits in many short texts.
    private static let listTextMax = 50_000

    /// Formats of texts that say who or where a person is.
    private static let personalFormats: Set<String> = [
        "nhs-number", "upn", "uk-postcode", "uk-telephone", "email", "uprn",
    ]

    /// The schema names every field, bounds every size and lets no file through.
    mutating func checkSchema(_ schema: CompiledSchema) {
        guard schema.isOutlineWhole else {
            isOver = true
            return note(
                .closed,
                "schema.json",
                at: .root,
                "It has more places or alternatives than can be checked. Take alternatives together "
                    + "(anyOf, oneOf, allOf, if), or split the schema."
            )
        }
        let fields = schema.fields
        checkIdentity(fields)
        checkMarks()
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
            checkDescribed(field)
        }
        checkLists(fields)
        count {
            $0.limits.fields = fields.count
            $0.limits.personalFields = fields.count(where: \.isPersonal)
            $0.limits.textLengthMax = fields.compactMap(\.lengthMax).max() ?? 0
            $0.limits.listLengthMax = fields.compactMap(\.itemsMax).max() ?? 0
        }
    }

    /// A mark that is misspelt would mark nothing.
    private mutating func checkMarks() {
        guard let schema = try? source.json("schema.json") else { return }
        for place in schema.everyPlace {
            guard let key = place.tokens.last, key.lowercased() == "x-personal", key != "x-personal"
            else { continue }
            note(.personal, "schema.json", at: place, "`\(key)`: Expected `x-personal`.")
        }
    }

    /// The documents say which contract they follow, and no other.
    private mutating func checkIdentity(_ fields: [SchemaField]) {
        let own = JSONValue.string(source.id.description)
        if let named = fields.first(where: { $0.path.description == "/contract" }),
            Set(named.values ?? []) != [own]
        {
            note(.closed, named, "Expected \"const\": \"\(source.id)\", the contract's own name.")
        }
        let identifier = (try? source.json("schema.json"))?["$id"]?.stringValue
        guard let identifier else { return }
        let expected = "contract:\(source.id.name):\(source.id.version)"
        guard identifier.hasPrefix("urn:referral-sync:"), !identifier.hasSuffix(expected) else {
            return
        }
        note(
            .closed,
            "schema.json",
            at: JSONPointer(tokens: ["$id"]),
            "`$id`: Expected `urn:referral-sync:\(expected)`, the contract's own name."
        )
    }

    /// All texts of a list together are bounded as well.
    private mutating func checkLists(_ fields: [SchemaField]) {
        let byPath = Dictionary(fields.map { ($0.path, $0) }) { first, _ in first }
        var lengths: [JSONPointer: Int] = [:]
        for field in fields {
            guard let outer = field.path.tokens.firstIndex(of: "*") else { continue }
            // A number or a listed word can carry as much as a character.
            var length = max(field.lengthMax ?? 0, 1)
            for (place, token) in field.path.tokens.enumerated() where token == "*" {
                let list = JSONPointer(tokens: Array(field.path.tokens.prefix(place)))
                length *= min(byPath[list]?.itemsMax ?? 1, Self.listLengthMax)
            }
            lengths[JSONPointer(tokens: Array(field.path.tokens.prefix(outer))), default: 0] +=
                length
        }
        for (path, length) in lengths.sorted(by: { $0.key < $1.key })
        where length > Self.listTextMax {
            guard let list = byPath[path] else { continue }
            note(
                .content,
                list,
                "together its elements could carry \(length) characters, enough for a file. Lower "
                    + "\"maxItems\" or \"maxLength\" until they have at most \(Self.listTextMax)."
            )
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
                "a list \(field.itemsMax.map { "may have \($0) elements" } ?? "has no bound"). "
                    + "Expected \"maxItems\" of at most \(Self.listLengthMax)."
            )
        }
        if field.hasFreeNumbers {
            note(
                .closed,
                field,
                "a number has no bounds, or too wide ones. Expected \"minimum\" and \"maximum\" "
                    + "within ±\(SchemaField.numberMax)."
            )
        }
        if let (low, high) = field.contradiction {
            note(.closed, field, "no value keeps both `\(low)` and `\(high)`. Correct one of them.")
        }
    }

    private mutating func checkContent(_ field: SchemaField, _ schema: CompiledSchema) {
        guard let length = field.lengthMax, length <= Self.textLengthMax else {
            return note(
                .content,
                field,
                at: field.textPointer,
                "a text \(field.lengthMax.map { "may have \($0) characters" } ?? "has no bound"). "
                    + "Expected \"maxLength\" of at most \(Self.textLengthMax)."
            )
        }
        if let finding = (field.values ?? []).lazy
            .compactMap({ ContentGuard.findings(in: $0).first }).first
        {
            note(.content, field, "a listed value is not allowed. \(finding.message)")
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

    /// Elements of lists are described by their list.
    private mutating func checkDescribed(_ field: SchemaField) {
        guard !field.isDescribed, let name = field.path.tokens.last, name != "*", Int(name) == nil
        else { return }
        note(
            .closed,
            field,
            "nothing says what it is. Add a \"description\", which is read out when something is "
                + "refused."
        )
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
            "\(field.path == .root ? "The document" : "`\(field.path)`"): \(message)"
        )
    }
}
