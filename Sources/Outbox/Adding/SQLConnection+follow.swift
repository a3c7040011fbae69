import Database

extension SQLConnection {
    /// Waits for the transactions that said one of these names, so that what they wrote is seen.
    ///
    /// SQLite's writing transactions follow one another anyway.
    func follow(_ names: String...) throws {
        guard dialect == .postgres else { return }
        // In one order, so that no two wait for each other.
        for name in Set(names).sorted() {
            _ = try rows(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0)) IS NULL AS done",
                [.text(name)]
            )
        }
    }
}
