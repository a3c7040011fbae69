/// The meaning of a pattern, as a tree.
indirect enum PatternNode: Sendable {
    case one(ScalarSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, atLeast: Int, atMost: Int?)
    case position(PatternPosition)
    case look(PatternNode, PatternLook)
    /// Text that a group has matched before; it cannot be checked in linear time.
    case backreference

    /// Whether every match begins at the start of the text.
    var isAnchored: Bool {
        switch self {
        case .position(.start): true
        case .sequence(let parts): parts.first?.isAnchored ?? false
        case .choice(let branches): branches.allSatisfy(\.isAnchored)
        case .one, .repeated, .position, .look, .backreference: false
        }
    }
}

/// A condition on a place in the text.
enum PatternPosition: Sendable {
    case start
    case end
    case wordBoundary
    case noWordBoundary
}

/// A condition on the text after or before a place.
struct PatternLook: Sendable {
    let isBehind: Bool
    let isNegative: Bool
}
