extension Validation {
    /// Rules about a value as a whole.
    mutating func checkValue(_ value: JSONValue, _ rule: SchemaRule, of node: SchemaNode) -> Bool {
        switch (rule, value) {
        case (.types(let types), _):
            let type = TypeSet(of: value)
            return types.isSuperset(of: type)
                || refuse(node, "type", "Expected \(types.words), found \(type.words).")
        case (.allowed(let values), _):
            return values.contains(value)
                || refuse(node, "enum", "Expected one of these: \(Wording.values(values)).")
        case (.constant(let constant), _):
            return value == constant
                || refuse(node, "const", "Expected \(Wording.value(constant)).")
        case (.multiple(let divisor), .number(let number)):
            return number.isMultiple(of: divisor)
                || refuse(node, "multipleOf", "Expected a multiple of \(divisor).")
        case (.bound(let bound, let limit), .number(let number)):
            return bound.allows(number, limit)
                || refuse(node, bound.rawValue, "Expected a number \(bound.words) \(limit).")
        case (.pattern(let pattern), .string(let text)):
            return checkPattern(text, pattern, of: node)
        case (.format(let name, let check), .string(let text)):
            guard let reason = check(text) else { return true }
            let isPersonal = isPersonal
            return refuse(
                node,
                "format",
                Self.quotes(reason, text, isPersonal: isPersonal)
                    ? "Expected text of the format `\(name)`." : reason
            )
        case (.size(let bound, let limit), _):
            guard let size = bound.size(of: value, upTo: limit) else { return true }
            return (bound.isMinimum ? size >= limit : size <= limit)
                || refuse(node, bound.rawValue, bound.message(limit))
        default: return true
        }
    }

    private mutating func checkPattern(
        _ text: String,
        _ pattern: TextPattern,
        of node: SchemaNode
    ) -> Bool {
        switch pattern.verdict(on: text) {
        case .matches: return true
        case .differs: return refuse(node, "pattern", node.words(for: pattern))
        case .tooExpensive:
            giveUp(
                node,
                "pattern",
                "Expected a shorter text; this one is too long to check against its pattern."
            )
            return false
        }
    }

    /// Whether the reason that a format gives quotes the text, or a word of personal text.
    private static func quotes(_ reason: String, _ text: String, isPersonal: Bool) -> Bool {
        let words = isPersonal ? text.split { !$0.isLetter && !$0.isNumber } : []
        return ([text[...]] + words).contains { $0.count > 2 && reason.contains($0) }
    }
}

extension SchemaNode {
    fileprivate func words(for pattern: TextPattern) -> String {
        "Expected text of the form \(pattern.shortSource)\(aside)."
    }
}

extension TextPattern {
    private static let shownMax = 80

    /// The source, unless it is too long to help anyone.
    var shortSource: String {
        source.utf8.count <= Self.shownMax ? "`\(source)`" : "that the schema's `pattern` gives"
    }
}

extension NumberBound {
    fileprivate var words: String {
        switch self {
        case .minimum: "of at least"
        case .maximum: "of at most"
        case .exclusiveMinimum: "greater than"
        case .exclusiveMaximum: "less than"
        }
    }
}

extension SizeBound {
    /// The size of a value that this bound is about; a text is only counted if it must be.
    fileprivate func size(of value: JSONValue, upTo limit: Int) -> Int? {
        switch (self, value) {
        case (.minLength, .string(let text)), (.maxLength, .string(let text)):
            text.utf8.count <= limit && self == .maxLength
                ? text.utf8.count : text.unicodeScalars.count
        case (.minItems, .array(let elements)), (.maxItems, .array(let elements)): elements.count
        case (.minProperties, .object(let members)), (.maxProperties, .object(let members)):
            members.count
        default: nil
        }
    }

    fileprivate func message(_ limit: Int) -> String {
        let amount =
            switch self {
            case .minLength, .maxLength: Wording.count(limit, "character", "characters")
            case .minItems, .maxItems: Wording.count(limit, "entry", "entries")
            case .minProperties, .maxProperties: Wording.count(limit, "field", "fields")
            }
        return isMinimum
            ? "Expected at least \(amount); add what is missing."
            : "Expected at most \(amount); shorten it."
    }
}
