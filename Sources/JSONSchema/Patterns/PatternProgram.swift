/// A pattern as steps for a machine that follows all possible matches at once.
struct PatternProgram: Sendable {
    /// One step; places are indexes of steps.
    enum Step: Sendable {
        case one(ScalarSet)
        case position(PatternPosition)
        case look(PatternProgram, PatternLook)
        case jump(Int)
        case either(Int, Int)
        case found
    }

    /// The most steps of one pattern; counted repeats are written out.
    private static let stepsMax = 20_000

    private(set) var steps: [Step] = []
    /// Whether a match can only begin at the start of the text.
    let isAnchored: Bool
    /// Whether the text is read from right to left, as a look behind needs.
    let isBackward: Bool

    init(_ node: PatternNode, isBackward: Bool = false) throws(PatternError) {
        isAnchored = node.isAnchored
        self.isBackward = isBackward
        try add(node)
        try add(step: .found)
    }

    private mutating func add(step: Step) throws(PatternError) {
        guard steps.count < Self.stepsMax else {
            throw PatternError("it is too large; use smaller counts")
        }
        steps.append(step)
    }

    private mutating func add(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .one(let set): try add(step: .one(set))
        case .position(let position): try add(step: .position(position))
        case .sequence(let parts):
            for part in isBackward ? parts.reversed() : parts { try add(part) }
        case .choice(let branches): try add(choice: branches)
        case .repeated(let node, let atLeast, let atMost):
            try add(atLeast, times: node)
            if let atMost {
                try add(upTo: atMost - atLeast, node)
            } else {
                try add(anyNumberOf: node)
            }
        case .look(let node, let look):
            try add(step: .look(try PatternProgram(node, isBackward: look.isBehind), look))
        case .backreference:
            throw PatternError("it refers back to a group, which cannot be checked in bounded time")
        }
    }

    private mutating func add(choice branches: [PatternNode]) throws(PatternError) {
        var ends: [Int] = []
        for branch in branches.dropLast() {
            let fork = steps.count
            try add(step: .jump(0))
            try add(branch)
            ends.append(steps.count)
            try add(step: .jump(0))
            steps[fork] = .either(fork + 1, steps.count)
        }
        if let last = branches.last { try add(last) }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    private mutating func add(_ count: Int, times node: PatternNode) throws(PatternError) {
        for _ in 0..<count {
            let before = steps.count
            try add(node)
            // Nothing, however often, is nothing.
            if steps.count == before { return }
        }
    }

    private mutating func add(anyNumberOf node: PatternNode) throws(PatternError) {
        let fork = steps.count
        try add(step: .jump(0))
        try add(node)
        try add(step: .jump(fork))
        steps[fork] = .either(fork + 1, steps.count)
    }

    private mutating func add(upTo count: Int, _ node: PatternNode) throws(PatternError) {
        var forks: [Int] = []
        for _ in 0..<count {
            forks.append(steps.count)
            try add(step: .jump(0))
            try add(node)
        }
        for fork in forks { steps[fork] = .either(fork + 1, steps.count) }
    }
}
