/// A regular expression of ECMA-262 in Unicode mode, matched in linear time.
///
/// All possible matches advance together over the text, so no pattern can run away; what remains
/// expensive (many repeats over a long text) ends at a bound of steps.
struct TextPattern: Sendable {
    /// What a match told us.
    enum Verdict: Sendable {
        case matches
        case differs
        /// The bound of steps was reached.
        case tooExpensive
    }

    /// As it is written in the schema.
    let source: String
    private let program: PatternProgram

    init(_ source: String) throws(PatternError) {
        self.source = source
        program = try PatternProgram(try PatternParser.parse(source))
    }

    /// Whether the pattern is found anywhere in a text.
    func verdict(on text: String) -> Verdict {
        var matcher = PatternMatcher(text)
        do {
            return try matcher.finds(program) ? .matches : .differs
        } catch {
            return .tooExpensive
        }
    }
}
