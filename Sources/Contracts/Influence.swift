import Foundation
import JSONSchema

/// What becomes of a partner's document when parts of a referral are others.
struct Influence {
    /// A part of a referral, and what stands there instead; nil for nothing.
    struct Change {
        let place: JSONPointer
        let value: JSONValue?
    }

    /// What changes do to the document.
    struct Effect {
        /// The other document, if there is one.
        let document: JSONValue?
        /// Where it differs; the top when there is no document any more.
        let places: [JSONPointer]
    }

    let referral: JSONValue
    let document: JSONValue?
    private let projection: JqProgram
    private let output: Data?

    init(of referral: JSONValue, on projection: JqProgram) {
        self.referral = referral
        self.projection = projection
        output = try? projection.run(referral.serialized())
        document = output.flatMap { try? JSONValue(parsing: $0) }
    }

    /// Whether there is a document.
    var isExpressed: Bool { document != nil }

    /// The single values of the referral that have no influence: the document stays the same when
    /// they are others and when they are left out.
    func withheld() -> [JSONPointer] {
        referral.leaves().filter { leaf in
            [referral.at(leaf)?.altered, nil].allSatisfy { value in
                (try? effect(of: [Change(place: leaf, value: value)]))?.places.isEmpty ?? false
            }
        }
    }

    /// What some changes do; throws only what must not happen whatever the referral is.
    func effect(of changes: [Change]) throws(JqError) -> Effect {
        let changed = changes.reduce(referral) { $0.replacing($1.place, with: $1.value) }
        let other: Data?
        do {
            other = try projection.run(changed.serialized())
        } catch {
            switch error {
            case .endless, .crashed, .noProcess: throw error
            case .forbidden, .doesNotCompile, .outputs, .inputNotJSON, .failed: other = nil
            }
        }
        guard other != output else { return Effect(document: document, places: []) }
        guard let document, let other, let changed = try? JSONValue(parsing: other) else {
            return Effect(document: nil, places: [.root])
        }
        return Effect(document: changed, places: document.differences(from: changed))
    }
}
