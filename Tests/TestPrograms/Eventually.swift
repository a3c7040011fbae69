/// Waits for another process to reach a state that it does not announce; bounded in time.
package func eventually(
    within limit: Duration = .seconds(180),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(100))
    }
    throw NotInTime()
}

/// The state was not reached in time.
package struct NotInTime: Error {
    /// Says so.
    package init() {}
}
