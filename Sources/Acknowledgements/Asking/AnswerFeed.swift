import Foundation
import JSONSchema

/// A page of a partner's list of answers (`partner-api/1.0`): those that were given after a place.
struct AnswerFeed: Sendable, Equatable {
    /// One answer, and what it is about.
    struct Entry: Sendable, Equatable {
        let idempotencyKey: String
        let answer: JSONValue
    }

    let entries: [Entry]
    /// How many entries could not be read.
    let unreadable: Int
    /// Where the next page begins.
    let next: String
    let hasMore: Bool

    /// Reads a page, or nil when it does not have the agreed shape.
    init?(_ bytes: Data) {
        guard let document = try? JSONValue(parsing: bytes),
            case .array(let answers)? = document["answers"],
            case .string(let next)? = document["next"], next.utf8.count <= 500
        else { return nil }
        entries = answers.compactMap { entry in
            guard case .string(let key)? = entry["idempotencyKey"], let answer = entry["answer"]
            else { return nil }
            return Entry(idempotencyKey: key, answer: answer)
        }
        unreadable = answers.count - entries.count
        self.next = next
        hasMore = document["hasMore"] == .bool(true)
    }

    /// The address of the page after a place.
    static func address(_ feed: String, after place: String?) -> String {
        guard let place, var parts = URLComponents(string: feed) else { return feed }
        parts.queryItems = (parts.queryItems ?? []) + [URLQueryItem(name: "after", value: place)]
        return parts.string ?? feed
    }
}
