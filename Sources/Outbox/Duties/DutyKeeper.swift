/// Sees to it that what must be performed once is performed by one process.
package struct DutyKeeper: Sendable {
    /// Performs work for as long as this process has the duty, and again whenever it has it, until
    /// the service stops; work that loses its duty is cancelled.
    package let perform:
        @Sendable (_ duty: String, _ work: @escaping @Sendable () async throws -> Void) async throws
            -> Void

    /// Takes the one effect.
    package init(
        perform:
            @escaping @Sendable (
                _ duty: String, _ work: @escaping @Sendable () async throws -> Void
            ) async throws -> Void
    ) {
        self.perform = perform
    }

    /// For a store that one process holds alone: every duty is its own.
    package static let alone = DutyKeeper { _, work in try await work() }
}
