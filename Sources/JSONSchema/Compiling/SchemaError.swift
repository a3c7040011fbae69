/// Why a schema may not be used.
package enum SchemaError: Error, Sendable, Equatable {
    /// A keyword that is not implemented here, and the nearest one that is.
    case unknownKeyword(String, at: JSONPointer, nearest: String?)
    /// A keyword's value is not what it has to be.
    case wrongValue(String, at: JSONPointer, expected: String)
    /// A format without a check, and the nearest one that has one.
    case unknownFormat(String, at: JSONPointer, nearest: String?)
    /// A pattern that is wrong, or too expensive to check.
    case unusablePattern(at: JSONPointer, because: String)
    /// A reference to a schema that was not given; nothing is ever fetched.
    case unresolvedReference(String, at: JSONPointer)
    /// References that lead back to themselves without going deeper into the document.
    case endlessReference(at: JSONPointer)
    /// A `$schema`, or a vocabulary it requires, that is not implemented here.
    case unknownDialect(String, at: JSONPointer)
    /// Two schemas with one address or anchor.
    case duplicateIdentifier(String, at: JSONPointer)

    /// The place in the schema's document.
    package var pointer: JSONPointer {
        switch self {
        case .unknownKeyword(_, let pointer, _), .wrongValue(_, let pointer, _),
            .unknownFormat(_, let pointer, _), .unusablePattern(let pointer, _),
            .unresolvedReference(_, let pointer), .endlessReference(let pointer),
            .unknownDialect(_, let pointer), .duplicateIdentifier(_, let pointer):
            pointer
        }
    }

    /// Where, what is wrong and what to do, in a sentence.
    package var message: String {
        let place = pointer == .root ? "At the top" : "At \(pointer)"
        return "\(place): \(problem)"
    }

    private var problem: String {
        switch self {
        case .unknownKeyword(let name, _, let nearest):
            "the keyword `\(name)` is not implemented\(Wording.question(nearest)). "
                + "Remove it, or begin a note's name with `x-`."
        case .wrongValue(let keyword, _, let expected):
            "`\(keyword)` has the wrong value. Expected \(expected)."
        case .unknownFormat(let name, _, let nearest):
            "there is no check for the format `\(name)`\(Wording.question(nearest)). "
                + "Use a known format or a `pattern`."
        case .unusablePattern(_, let because): "the pattern cannot be used: \(because)."
        case .unresolvedReference(let reference, _):
            "`\(reference)` leads to no schema that is at hand. Correct it, or supply the schema."
        case .endlessReference:
            "the references lead back here without end. Break the circle."
        case .unknownDialect(let name, _):
            "`\(name)` is not implemented. Use https://json-schema.org/draft/2020-12/schema."
        case .duplicateIdentifier(let name, _):
            "`\(name)` names two schemas. Rename one of them."
        }
    }
}
