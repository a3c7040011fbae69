extension SchemaNode {
    /// Whether this is the schema `false`.
    var refusesEverything: Bool {
        if case .never? = rules.first { return true }
        return false
    }

    /// What the schema says about itself, in brackets.
    var aside: String { about.map { " (\($0))" } ?? "" }

    /// What the schema describes, for people.
    var kind: String {
        about.map { "this kind: \($0)" } ?? "the kind that the schema's `contains` describes"
    }

    /// What to say about a value that fits this schema although it must not, without the last stop.
    var exclusion: String {
        if let about { return "Not allowed here: \(about)" }
        guard rules.count == 1 else { return "Has a form that is not allowed here; change it" }
        return switch rules[0] {
        case .pattern(let pattern):
            "Expected text without anything of the form \(pattern.shortSource)"
        case .required(let names) where names.count == 1:
            "`\(names[0])` is not allowed here; remove it"
        case .required(let names):
            "Not allowed together: \(Wording.list(names.map { "`\($0)`" }, joinedBy: "and"))"
        case .constant(let value): "Expected something other than \(Wording.value(value))"
        case .allowed(let values): "Expected something other than \(Wording.values(values))"
        case .types(let types): "Expected something other than \(types.words)"
        default: "Has a form that is not allowed here; change it"
        }
    }
}
