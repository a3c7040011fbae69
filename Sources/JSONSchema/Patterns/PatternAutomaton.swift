/// Remembers what following a pattern led to, so that the same beginnings of texts cost one look-up
/// for each character (a lazily built deterministic automaton).
///
/// A state stands for all matches that are possible at a place. Patterns that look around, or ask
/// for word boundaries, have no such states.
final class PatternAutomaton {
    /// More states than this are not remembered; ordinary text leads to a few dozen.
    private static let statesMax = 2000
    private static let unknown: Int32 = -1

    private struct State {
        /// The steps that wait for a character.
        let waiting: [Int]
        /// Whether a match has been found, whatever follows.
        let isFound: Bool
        /// Whether a match is found if the text ends here.
        let isFoundAtEnd: Bool
        /// The next state for each ASCII character.
        var next = [Int32](repeating: unknown, count: 128)
        var nextOfOthers: [Unicode.Scalar: Int32] = [:]
    }

    private let program: PatternProgram
    private var states: [State] = []
    private var known: [[Int]: Int32] = [:]

    /// Begins with the states of a pattern, or gives nil when it has none.
    init?(_ program: PatternProgram) {
        guard program.hasStates else { return nil }
        self.program = program
        states.append(state(after: [0], isAtStart: true))
    }

    /// Whether the pattern is found anywhere in a text; nil when the states became too many.
    func finds(in text: String) -> Bool? {
        var current = 0
        for scalar in text.unicodeScalars {
            if states[current].isFound { return true }
            if states[current].waiting.isEmpty, program.isAnchored { return false }
            var next: Int32
            if scalar.value < 128 {
                next = states[current].next[Int(scalar.value)]
                if next == Self.unknown {
                    next = self.next(from: current, by: scalar)
                    states[current].next[Int(scalar.value)] = next
                }
            } else if let seen = states[current].nextOfOthers[scalar] {
                next = seen
            } else {
                next = self.next(from: current, by: scalar)
                states[current].nextOfOthers[scalar] = next
            }
            guard states.count <= Self.statesMax else { return nil }
            current = Int(next)
        }
        return states[current].isFound || states[current].isFoundAtEnd
    }

    private func next(from current: Int, by scalar: Unicode.Scalar) -> Int32 {
        var after: [Int] = program.isAnchored ? [] : [0]
        for step in states[current].waiting {
            if case .one(let set) = program.steps[step], set.contains(scalar) {
                after.append(step + 1)
            }
        }
        after.sort()
        if let seen = known[after] { return seen }
        let number = Int32(states.count)
        states.append(state(after: after, isAtStart: false))
        known[after] = number
        return number
    }

    private func state(after steps: [Int], isAtStart: Bool) -> State {
        let open = follow(steps, isAtStart: isAtStart, isAtEnd: false)
        let closed = follow(steps, isAtStart: isAtStart, isAtEnd: true)
        return State(
            waiting: open.waiting,
            isFound: open.isFound,
            isFoundAtEnd: closed.isFound
        )
    }

    /// Goes on from steps until a character is needed.
    private func follow(_ steps: [Int], isAtStart: Bool, isAtEnd: Bool) -> PatternThreads {
        var threads = PatternThreads(count: program.steps.count)
        var pending = steps
        while let step = pending.popLast() {
            guard threads.visit(step) else { continue }
            switch program.steps[step] {
            case .one: threads.waiting.append(step)
            case .found: threads.isFound = true
            case .jump(let target): pending.append(target)
            case .either(let one, let other): pending += [other, one]
            case .position(.start): if isAtStart { pending.append(step + 1) }
            case .position(.end): if isAtEnd { pending.append(step + 1) }
            case .position(.wordBoundary), .position(.noWordBoundary), .look: break
            }
        }
        return threads
    }
}

extension PatternProgram {
    /// Whether what may follow depends on nothing but what came before.
    fileprivate var hasStates: Bool {
        !isBackward
            && steps.allSatisfy { step in
                switch step {
                case .look, .position(.wordBoundary), .position(.noWordBoundary): false
                default: true
                }
            }
    }
}
