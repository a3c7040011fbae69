package import Foundation

/// When a child was born, how sure that is, or when it is expected to be.
package enum BirthDate: Sendable, Hashable {
    /// How sure a date is.
    package enum Precision: String, Sendable, Codable, CaseIterable {
        case exact
        case estimated
        case month
        case year
    }

    case born(CalendarDay, Precision)
    case expected(CalendarDay)

    /// The coarse age for reports, which identifies nobody.
    package func ageBand(at moment: Date) -> String {
        switch self {
        case .expected: "unborn"
        case .born(let day, _): Self.band(day.wholeYears(until: moment))
        }
    }

    private static func band(_ years: Int) -> String {
        switch years {
        case ..<0: "unborn"
        case 0...4: "0-4"
        case 5...9: "5-9"
        case 10...12: "10-12"
        case 13...15: "13-15"
        case 16...17: "16-17"
        default: "18+"
        }
    }
}

extension BirthDate: Codable {
    private enum CodingKeys: CodingKey { case date, precision, expected }

    /// Decodes `{"date", "precision"}` or `{"expected"}`.
    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        if let day = try object.decodeIfPresent(CalendarDay.self, forKey: .expected) {
            self = .expected(day)
        } else {
            self = .born(
                try object.decode(CalendarDay.self, forKey: .date),
                try object.decode(Precision.self, forKey: .precision)
            )
        }
    }

    /// Encodes `{"date", "precision"}` or `{"expected"}`.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .born(let day, let precision):
            try object.encode(day, forKey: .date)
            try object.encode(precision, forKey: .precision)
        case .expected(let day):
            try object.encode(day, forKey: .expected)
        }
    }
}
