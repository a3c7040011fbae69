/// Follows all possible matches of a pattern at once over one text.
struct PatternMatcher {
    /// The bound of steps was reached.
    struct TooExpensive: Error {}

    /// About a tenth of a second.
    private static let stepsMax = 10_000_000

    private let text: [Unicode.Scalar]
    private var stepsTaken = 0

    init(_ text: String) {
        self.text = Array(text.unicodeScalars)
    }

    /// Whether a program finds a match anywhere in the text.
    mutating func finds(_ program: PatternProgram) throws(TooExpensive) -> Bool {
        try run(program, from: 0, beginsAnywhere: true)
    }

    private mutating func run(
        _ program: PatternProgram,
        from start: Int,
        beginsAnywhere: Bool
    ) throws(TooExpensive) -> Bool {
        try spend(program.steps.count)
        var current = PatternThreads(count: program.steps.count)
        var next = PatternThreads(count: program.steps.count)
        var place = start
        try follow(0, of: program, at: place, into: &current)
        while !current.isFound {
            let isAtEnd = program.isBackward ? place == 0 : place == text.count
            let mayBeginLater = beginsAnywhere && !program.isAnchored
            if isAtEnd || (current.waiting.isEmpty && !mayBeginLater) { return false }
            let scalar = program.isBackward ? text[place - 1] : text[place]
            place += program.isBackward ? -1 : 1
            next.removeAll()
            for step in current.waiting {
                if case .one(let set) = program.steps[step], set.contains(scalar) {
                    try follow(step + 1, of: program, at: place, into: &next)
                }
            }
            try spend(current.waiting.count)
            if mayBeginLater { try follow(0, of: program, at: place, into: &next) }
            swap(&current, &next)
        }
        return true
    }

    /// Goes on from a step until text is needed, and keeps the steps that wait for it.
    private mutating func follow(
        _ first: Int,
        of program: PatternProgram,
        at place: Int,
        into threads: inout PatternThreads
    ) throws(TooExpensive) {
        var pending = [first]
        while let step = pending.popLast() {
            guard threads.visit(step) else { continue }
            try spend(1)
            switch program.steps[step] {
            case .one: threads.waiting.append(step)
            case .found: threads.isFound = true
            case .jump(let target): pending.append(target)
            case .either(let one, let other): pending += [other, one]
            case .position(let position):
                if holds(position, at: place) { pending.append(step + 1) }
            case .look(let inner, let look):
                let isFound = try run(inner, from: place, beginsAnywhere: false)
                if isFound != look.isNegative { pending.append(step + 1) }
            }
        }
    }

    private func holds(_ position: PatternPosition, at place: Int) -> Bool {
        switch position {
        case .start: place == 0
        case .end: place == text.count
        case .wordBoundary: isWord(place - 1) != isWord(place)
        case .noWordBoundary: isWord(place - 1) == isWord(place)
        }
    }

    private func isWord(_ place: Int) -> Bool {
        text.indices.contains(place) && ScalarSet.wordCharacters.contains(text[place])
    }

    private mutating func spend(_ steps: Int) throws(TooExpensive) {
        stepsTaken += steps
        guard stepsTaken <= Self.stepsMax else { throw TooExpensive() }
    }
}
