/// Finds what was probably meant by a misspelt name.
enum NearestName {
    private static let distanceMax = 2
    private static let lengthMax = 64

    /// The name that differs least, in at most two letters and never in all; capitals do not count.
    static func nearest(to name: String, among known: Set<String>) -> String? {
        guard name.utf8.count <= lengthMax else { return nil }
        let letters = Array(name.lowercased().unicodeScalars)
        var best: (name: String, distance: Int)?
        for candidate in known.sorted(by: { $0.precedesByCodePoints($1) }) {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - letters.count) <= distanceMax else { continue }
            let distance = distance(letters, other)
            guard distance <= distanceMax, distance < min(letters.count, other.count) else {
                continue
            }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many letters are added, missing, changed or swapped with their neighbour.
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var above = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, wanted) in other.enumerated() {
                var least = min(
                    current[column] + 1,
                    above[column + 1] + 1,
                    above[column] + (letter == wanted ? 0 : 1)
                )
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
                    least = min(least, before[column - 1] + 1)
                }
                current.append(least)
            }
            before = above
            above = current
        }
        return above[other.count]
    }
}
