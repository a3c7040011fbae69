/// What becomes of keywords and formats that are not implemented.
package enum UnknownKeywords: Sendable {
    /// The schema is refused: a misspelt keyword must not let anything through.
    case refused
    /// They are notes without effect, as the specification has it.
    case ignored
}
