import Foundation
import JSONSchema

/// Which parts of a referral have an influence on what a partner receives.
///
/// A part is changed, then left out; when the document stays the same both times, nothing of the
/// part travels.
struct Influence {
    private let referral: JSONValue
    private let projection: JqProgram
    private let output: Data?
    private let document: JSONValue?

    init(of referral: JSONValue, on projection: JqProgram) {
        self.referral = referral
        self.projection = projection
        output = Self.run(projection, referral)
        document = output.flatMap { try? JSONValue(parsing: $0) }
    }

    /// The single values of the referral within a place, which may have `*` for list elements.
    func leaves(within pattern: JSONPointer = .root) -> [JSONPointer] {
        referral.places(matching: pattern).flatMap { referral.leaves(at: $0) }
    }

    /// Where the document changes with a value, or nil when the value has no influence.
    func changes(by leaf: JSONPointer) -> JSONPointer? {
        guard let value = referral.at(leaf) else { return nil }
        for other in [value.altered, nil] {
            let changed = Self.run(projection, referral.replacing(leaf, with: other))
            guard changed != output else { continue }
            guard let document, let changed, let other = try? JSONValue(parsing: changed) else {
                return .root
            }
            if let place = document.firstDifference(from: other) { return place }
        }
        return nil
    }

    /// Which of several texts arrives in a field of the document, or nil when none does.
    func source(of field: JSONPointer, among texts: [JSONPointer]) -> JSONPointer? {
        for place in document?.places(matching: field) ?? [] {
            guard let arrived = document?.at(place)?.stringValue else { continue }
            for text in texts {
                // The same words may come from elsewhere, so the text is changed to find out.
                guard let words = referral.at(text)?.stringValue, arrived.contains(words),
                    changes(place, by: text)
                else { continue }
                return text
            }
        }
        return nil
    }

    private func changes(_ place: JSONPointer, by text: JSONPointer) -> Bool {
        let changed = Self.run(projection, referral.replacing(text, with: .string("altered")))
        let other = changed.flatMap { try? JSONValue(parsing: $0) }
        return other?.at(place) != document?.at(place)
    }

    private static func run(_ projection: JqProgram, _ referral: JSONValue) -> Data? {
        try? projection.run(referral.serialized())
    }
}
