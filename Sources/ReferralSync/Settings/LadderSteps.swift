import Foundation
import Referrals

/// The steps of a ladder as they are written: `0m, 4h desk@force.example, 1wd https://…`.
enum LadderSteps {
    /// What a text should look like.
    static let textExpected =
        "steps such as 0m, 4h desk@force.example, 1wd inspector@force.example https://alarm.example/x: "
        + "how long after a clock ran out, each later than the last, then who is told besides the log"

    /// The most steps.
    private static let stepsMax = 10

    /// Reads steps, or nil when the text is not that.
    static func read(_ text: String) -> [Ladder.Stage]? {
        let parts = text.split(separator: ",")
        guard (1...stepsMax).contains(parts.count) else { return nil }
        var stages: [Ladder.Stage] = []
        for part in parts {
            let words = part.split(separator: " ").map(String.init)
            guard let after = words.first.flatMap(ClockLimit.init(text:)),
                words.dropFirst().allSatisfy({ Mailbox.isOne($0) || isWebhook($0) })
            else { return nil }
            stages.append(Ladder.Stage(after: after, tells: Array(words.dropFirst())))
        }
        return isInOrder(stages.map(\.after)) ? stages : nil
    }

    /// Whether each step is later than those before; hours and working days cannot be compared.
    private static func isInOrder(_ limits: [ClockLimit]) -> Bool {
        let durations = limits.compactMap { if case .duration(let time) = $0 { time } else { nil } }
        let days = limits.compactMap { if case .workingDays(let days) = $0 { days } else { nil } }
        return zip(durations, durations.dropFirst()).allSatisfy(<)
            && zip(days, days.dropFirst()).allSatisfy(<)
    }

    /// As they are written.
    static func text(_ stages: [Ladder.Stage]) -> String {
        stages.map { ([$0.after.text] + $0.tells).joined(separator: " ") }.joined(separator: ", ")
    }

    private static func isWebhook(_ text: String) -> Bool {
        guard let url = URL(string: text) else { return false }
        return url.scheme == "https" && !(url.host() ?? "").isEmpty && url.user() == nil
    }
}
