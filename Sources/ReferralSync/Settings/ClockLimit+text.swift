import Foundation
import Referrals

extension ClockLimit {
    /// What a text should look like.
    static let textExpected = "a duration such as 15m or 24h, or working days such as 1wd"

    /// Reads `15m`, `0m` or `1wd`, or nil when it is not that.
    init?(text: String) {
        if text.hasSuffix("wd") {
            guard let days = Int(text.dropLast(2)), (1...260).contains(days) else { return nil }
            self = .workingDays(days)
        } else if text == "0m" {
            self = .duration(.zero)
        } else {
            guard let duration = Duration(text: text) else { return nil }
            self = .duration(duration)
        }
    }

    /// The shortest text that means it.
    var text: String {
        switch self {
        case .duration(.zero): "0m"
        case .duration(let duration): duration.text
        case .workingDays(let days): "\(days)wd"
        }
    }
}

extension ClockLimits {
    /// What a text should look like.
    static let textExpected =
        "\(ClockLimit.textExpected), for all urgencies or for each: immediate 15m, same-day 1h, "
        + "standard 4h"

    /// Takes `1wd`, or `immediate 15m, same-day 1h`; false when the text is not that.
    mutating func set(_ clock: Clock, to text: String) -> Bool {
        if let limit = ClockLimit(text: text.trimmingCharacters(in: .whitespaces)) {
            for urgency in Urgency.allCases { self[clock, urgency] = limit }
            return true
        }
        var seen: Set<Urgency> = []
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 2, let urgency = Urgency(rawValue: String(words[0])),
                seen.insert(urgency).inserted, let limit = ClockLimit(text: String(words[1]))
            else { return false }
            self[clock, urgency] = limit
        }
        return !text.isEmpty
    }

    /// The shortest text that means a clock's limits.
    func text(of clock: Clock) -> String {
        let limits = Urgency.allCases.map { ($0, self[clock, $0]) }
        if let first = limits.first?.1, limits.allSatisfy({ $0.1 == first }) { return first.text }
        return limits.compactMap { urgency, limit in
            limit.map { "\(urgency.rawValue) \($0.text)" }
        }.joined(separator: ", ")
    }
}
