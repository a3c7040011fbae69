/// The steps of a pattern at which possible matches wait for the next character.
struct PatternThreads {
    var waiting: [Int] = []
    var isFound = false
    /// For each step the round in which it was last visited, so that emptying costs nothing.
    private var visited: [Int]
    private var round = 1

    init(count: Int) {
        visited = Array(repeating: 0, count: count)
    }

    /// Marks a step; false when it was there already.
    mutating func visit(_ step: Int) -> Bool {
        guard visited[step] != round else { return false }
        visited[step] = round
        return true
    }

    mutating func removeAll() {
        waiting.removeAll(keepingCapacity: true)
        isFound = false
        round += 1
    }
}
