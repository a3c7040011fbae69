import Foundation

/// Remembers signatures for as long as they could be used again, so that a partner learns of a repeat.
///
/// Each process has its own: a repeat to another service on the same store is answered with `repeated`,
/// and stores nothing, because an answer is kept once whoever it comes to.
struct ReplayMemory {
    /// How far the clocks of the two sides may be apart.
    static let window: TimeInterval = 300

    private var seen: [Data: Date] = [:]
    private var swept = Date.distantPast

    /// Whether a signature comes for the first time.
    mutating func isNew(_ signature: Data, at now: Date) -> Bool {
        if now.timeIntervalSince(swept) > Self.window {
            // Made in the future by one window, it is good for two.
            seen = seen.filter { now.timeIntervalSince($0.value) <= 2 * Self.window }
            swept = now
        }
        return seen.updateValue(now, forKey: signature) == nil
    }
}
