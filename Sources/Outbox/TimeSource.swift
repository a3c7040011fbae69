package import Foundation

/// The one home of the clock and of waiting, so that tests and simulations can drive both.
package struct TimeSource: Sendable {
    /// The present moment.
    package let now: @Sendable () -> Date

    /// Waits for a while, or throws when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// Takes the two effects.
    package init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own clock.
    package static let system = TimeSource(
        now: { Date() },
        sleep: { try await Task.sleep(for: $0, clock: .continuous) }
    )
}
