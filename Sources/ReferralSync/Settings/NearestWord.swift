/// Finds the word that was probably meant.
enum NearestWord {
    /// The known word that a misspelt one is nearest to, or nil when none is near.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let near = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        // At least one letter must be the same.
        let distanceMax = min(word.count - 1, max(2, word.count / 3))
        guard let near, near.distance <= distanceMax else { return nil }
        return near.word
    }

    /// How many letters must be changed, added, left out or swapped with their neighbour.
    static func distance(_ one: String, _ other: String) -> Int {
        let from = Array(one)
        let to = Array(other)
        var beforeLast = [Int](repeating: 0, count: to.count + 1)
        var last = Array(0...to.count)
        for row in from.indices {
            var next = [row + 1] + [Int](repeating: 0, count: to.count)
            for column in to.indices {
                let same = from[row] == to[column]
                next[column + 1] = min(
                    last[column + 1] + 1,
                    next[column] + 1,
                    last[column] + (same ? 0 : 1)
                )
                let isSwap =
                    row > 0 && column > 0 && from[row] == to[column - 1]
                    && from[row - 1] == to[column]
                if isSwap { next[column + 1] = min(next[column + 1], beforeLast[column - 1] + 1) }
            }
            (beforeLast, last) = (last, next)
        }
        return last[to.count]
    }
}
