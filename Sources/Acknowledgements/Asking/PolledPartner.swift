/// How one partner is asked for its answers.
package struct PolledPartner: Sendable, Equatable {
    package let id: String
    /// How often it is asked at most: about one delivery, or for its list of answers.
    package let every: Duration
    /// How often a decided delivery is asked about, for later outcomes.
    package let decidedEvery: Duration
    /// The most questions at once.
    package let concurrencyMax: Int
    /// The most questions a second on average; nil when nothing is agreed.
    package let ratePerSecond: Double?
    /// Where it lists the answers to all deliveries; nil when each is asked about by itself.
    package let feed: String?

    /// Describes a partner's rhythm.
    package init(
        id: String,
        every: Duration,
        decidedEvery: Duration,
        concurrencyMax: Int,
        ratePerSecond: Double? = nil,
        feed: String? = nil
    ) {
        self.id = id
        self.every = every
        self.decidedEvery = decidedEvery
        self.concurrencyMax = concurrencyMax
        self.ratePerSecond = ratePerSecond
        self.feed = feed
    }
}
