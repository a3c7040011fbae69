import Foundation
import JSONSchema

extension JSONValue {
    /// Every place where two documents differ, as deep as it can be said; empty when they are the
    /// same.
    func differences(from other: JSONValue, at place: JSONPointer = .root) -> [JSONPointer] {
        guard self != other else { return [] }
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            return Set(mine.keys).union(theirs.keys).sorted().flatMap { key in
                let next = place.appending(key)
                guard let one = mine[key], let two = theirs[key] else {
                    return (mine[key] ?? theirs[key] ?? .null).leaves(below: next)
                }
                return one.differences(from: two, at: next)
            }
        case (.array(let mine), .array(let theirs)):
            return (0..<max(mine.count, theirs.count)).flatMap { index in
                let next = place.appending(index)
                guard index < mine.count, index < theirs.count else {
                    return (index < mine.count ? mine : theirs)[index].leaves(below: next)
                }
                return mine[index].differences(from: theirs[index], at: next)
            }
        default: return [place]
        }
    }

    private func leaves(below place: JSONPointer) -> [JSONPointer] {
        leaves().map { JSONPointer(tokens: place.tokens + $0.tokens) }
    }

    /// The same value with every object's fields in the opposite order.
    func serializedBackwards() -> Data {
        switch self {
        case .object(let members):
            let parts = members.sorted { $0.key > $1.key }.map { key, value in
                JSONValue.string(key).serialized() + Data(":".utf8) + value.serializedBackwards()
            }
            return Data("{".utf8) + Data(parts.joined(separator: Data(",".utf8))) + Data("}".utf8)
        case .array(let elements):
            let parts = elements.map { $0.serializedBackwards() }
            return Data("[".utf8) + Data(parts.joined(separator: Data(",".utf8))) + Data("]".utf8)
        case .null, .bool, .number, .string: return serialized()
        }
    }
}

extension JSONValue? {
    /// The value for a message, shortened; examples hold nothing but invented data.
    var shown: String {
        guard let self else { return "nothing" }
        let text = String(decoding: self.serialized(), as: UTF8.self)
        return text.count > 60 ? "\(text.prefix(60))…" : text
    }
}
