/// What an agency's journal says about keys and repeats.
struct JournalSummary: Codable {
    let agency: String
    /// Requests that were read, whatever became of them.
    let requests: Int
    /// Keys that were taken on.
    let keys: Int
    /// How often a document was taken on for the first time.
    let effective: Int
    /// Keys that were taken on more than once; must be none.
    let effectiveMoreThanOnce: Int
    /// Requests that came again under a key that was taken on before.
    let repeats: Int
    /// Keys that came with different bytes; must be none.
    let digestMismatches: Int
    /// Documents that recalled a referral, and those that had one deleted, each once.
    let withdrawals: Int
    let purges: Int
    /// Requests that met a fault.
    let faults: Int

    init(agency: String, entries: [JournalEntry]) {
        self.agency = agency
        requests = entries.count
        let firsts = entries.filter(\.effective)
        let byKey = Dictionary(grouping: firsts) { $0.key ?? "" }
        keys = byKey.count
        effective = firsts.count
        effectiveMoreThanOnce = byKey.values.count { $0.count > 1 }
        repeats = entries.count { $0.isRepeat }
        digestMismatches = Dictionary(grouping: entries.filter { $0.key != nil }) { $0.key ?? "" }
            .values.count { Set($0.map(\.digest)).count > 1 }
        withdrawals = firsts.count { $0.message == "withdrawal" }
        purges = firsts.count { $0.message == "purge" }
        faults = entries.count { $0.fault != nil }
    }

    var isSound: Bool { effectiveMoreThanOnce == 0 && digestMismatches == 0 }
}
