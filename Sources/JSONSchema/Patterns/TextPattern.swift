import Synchronization

/// A regular expression of ECMA-262 in Unicode mode, matched in linear time.
///
/// All possible matches advance together over the text, so no pattern can run away; what remains
/// expensive (many repeats over a long text) ends at a bound of steps.
final class TextPattern: Sendable {
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
    /// Automata that no task uses at the moment; each has only one user at a time.
    private let idle = Mutex<[Automaton]>([])

    /// `@unchecked Sendable` because an automaton is taken out of `idle` by one task, and put back.
    private struct Automaton: @unchecked Sendable {
        let states: PatternAutomaton
    }

    init(_ source: String) throws(PatternError) {
        self.source = source
        program = try PatternProgram(try PatternParser.parse(source))
    }

    /// Whether the pattern is found anywhere in a text.
    func verdict(on text: String) -> Verdict {
        let rested = idle.withLock { $0.popLast() }
        if let automaton = rested ?? PatternAutomaton(program).map(Automaton.init) {
            let isFound = automaton.states.finds(in: text)
            // An automaton that has become too large is not used again.
            if let isFound {
                idle.withLock { $0.append(automaton) }
                return isFound ? .matches : .differs
            }
        }
        var matcher = PatternMatcher(text)
        do {
            return try matcher.finds(program) ? .matches : .differs
        } catch {
            return .tooExpensive
        }
    }
}
