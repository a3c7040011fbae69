/// What is agreed with a partner about how it is sent to.
package struct LanePlan: Sendable, Equatable {
    /// The most requests at once.
    package var concurrencyMax: Int
    /// The most requests a second on average; nil when nothing is agreed.
    package var ratePerSecond: Double?
    /// When its system is planned to be down.
    package var maintenance: [MaintenanceWindow]

    /// Describes an agreement.
    package init(
        concurrencyMax: Int,
        ratePerSecond: Double? = nil,
        maintenance: [MaintenanceWindow] = []
    ) {
        self.concurrencyMax = concurrencyMax
        self.ratePerSecond = ratePerSecond
        self.maintenance = maintenance
    }
}
