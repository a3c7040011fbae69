import Foundation

/// How far a submit has come, for a terminal.
struct ProgressBar {
    private static let width = 30

    private let total: Int
    private let startedAt: Date

    /// Begins a bar for so many referrals.
    init(total: Int, startedAt: Date) {
        self.total = total
        self.startedAt = startedAt
    }

    /// One line: bar, count, rate and refusals.
    func line(done: Int, refused: Int, at now: Date) -> String {
        let filled = total == 0 ? Self.width : Self.width * done / total
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: ".", count: Self.width - filled)
        let elapsed = max(0.001, now.timeIntervalSince(startedAt))
        let rate = Int((Double(done) / elapsed).rounded())
        return "[\(bar)] \(done) of \(total), \(rate) per second, \(refused) refused"
    }
}
