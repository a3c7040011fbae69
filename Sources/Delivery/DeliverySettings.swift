/// How the delivery engine paces itself.
package struct DeliverySettings: Sendable, Equatable {
    /// When to try again.
    package var retries: RetrySchedule
    /// How long a claim holds after its worker last renewed it; longer than any request may take.
    package var lease: Duration
    /// How often ended leases are looked for.
    package var rescueEvery: Duration
    /// How long a stop waits for requests that are on the wire.
    package var drainLimit: Duration

    /// Starts from the defaults of the settings.
    package init(
        retries: RetrySchedule = RetrySchedule(),
        lease: Duration = .seconds(90),
        rescueEvery: Duration = .seconds(5),
        drainLimit: Duration = .seconds(20)
    ) {
        self.retries = retries
        self.lease = lease
        self.rescueEvery = rescueEvery
        self.drainLimit = drainLimit
    }
}
