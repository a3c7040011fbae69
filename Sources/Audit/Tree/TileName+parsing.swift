extension TileName {
    /// Reads the path of a tile's hashes; nil unless it is written exactly as `path` writes it.
    package init?(path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let level = Int(parts[1]) else { return nil }
        self.init(level: level, place: parts[2])
        guard self.path == path else { return nil }
    }

    /// Reads the path of an entry bundle; nil unless it is written as `entriesPath` writes it.
    package init?(entriesPath path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        self.init(level: 0, place: parts[2])
        guard entriesPath == path else { return nil }
    }

    // Reads more than is allowed: only what is written back the same is accepted.
    private init?(level: Int, place: Substring) {
        let halves = place.split(separator: ".p/", omittingEmptySubsequences: false)
        let width = halves.count == 1 ? Self.fullWidth : Int(halves[1])
        let digits = halves[0].filter { $0 != "/" && $0 != "x" }
        guard
            let index = Int64(digits),
            let width,
            Self.isPossible(level: level, index: index, width: width)
        else { return nil }
        self.init(level: level, index: index, width: width)
    }
}
