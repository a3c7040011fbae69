import Foundation
import JSONSchema

/// What becomes of a partner's document when parts of a referral are others.
struct Influence {
    /// A part of a referral, and what stands there instead; nil for nothing.
    struct Change {
        let place: JSONPointer
        let value: JSONValue?
    }

    let referral: JSONValue
    private let projection: JqProgram
    private let document: JSONValue?
    private let output: Data?

    init(of referral: JSONValue, on projection: JqProgram) {
        self.referral = referral
        self.projection = projection
        output = try? projection.run(referral.serialized())
        document = output.flatMap { try? JSONValue(parsing: $0) }
    }

    /// The single values of the referral that have no influence: the document stays the same when
    /// they are others and when they are left out.
    func withheld() -> [JSONPointer] {
        referral.leaves().filter { leaf in
            [referral.at(leaf)?.altered, nil].allSatisfy { value in
                (try? differences(after: [Change(place: leaf, value: value)]))?.isEmpty ?? false
            }
        }
    }

    /// Where the document is another after some changes; its top when there is none any more.
    ///
    /// Throws only what must not happen whatever the referral is.
    func differences(after changes: [Change]) throws(JqError) -> [JSONPointer] {
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
        guard other != output else { return [] }
        guard let document, let other, let changed = try? JSONValue(parsing: other) else {
            return [.root]
        }
        return document.differences(from: changed)
    }
}
