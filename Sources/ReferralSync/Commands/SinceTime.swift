import ArgumentParser
import Foundation

/// A moment as people give it: a date, a date and time, or how long ago.
enum SinceTime: ExpressibleByArgument, Sendable, Equatable {
    case moment(Date)
    case ago(Duration)

    init?(argument: String) {
        if let ago = Duration(text: argument) {
            self = .ago(ago)
        } else if let moment = Self.moment(in: argument) {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    /// The moment that is meant now.
    func moment(at now: Date) -> Date {
        switch self {
        case .moment(let moment): moment
        case .ago(let ago): now.addingTimeInterval(-Double(ago.components.seconds))
        }
    }

    /// A time with its zone, or a day as it begins here.
    private static func moment(in text: String) -> Date? {
        if let exact = try? Date(text, strategy: .iso8601) { return exact }
        let day = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
        return try? day.parse(text)
    }
}
