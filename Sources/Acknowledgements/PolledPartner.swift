/// How one partner is asked for its answers.
package struct PolledPartner: Sendable, Equatable {
    package let id: String
    /// How often an open delivery is asked about.
    package let every: Duration
    /// How often a decided delivery is asked about, for later outcomes.
    package let decidedEvery: Duration
    /// The most questions at once.
    package let concurrencyMax: Int

    /// Describes a partner's rhythm.
    package init(id: String, every: Duration, decidedEvery: Duration, concurrencyMax: Int) {
        self.id = id
        self.every = every
        self.decidedEvery = decidedEvery
        self.concurrencyMax = concurrencyMax
    }
}
