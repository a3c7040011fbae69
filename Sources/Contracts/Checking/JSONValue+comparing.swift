import Foundation
import JSONSchema

extension JSONValue {
    /// The first place where two documents differ, or nil when they are the same.
    func firstDifference(from other: JSONValue, at place: JSONPointer = .root) -> JSONPointer? {
        guard self != other else { return nil }
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            for key in Set(mine.keys).union(theirs.keys).sorted() {
                guard let one = mine[key], let two = theirs[key] else {
                    return place.appending(key)
                }
                if let found = one.firstDifference(from: two, at: place.appending(key)) {
                    return found
                }
            }
        case (.array(let mine), .array(let theirs)):
            for index in 0..<max(mine.count, theirs.count) {
                guard index < mine.count, index < theirs.count else {
                    return place.appending(index)
                }
                let next = place.appending(index)
                if let found = mine[index].firstDifference(from: theirs[index], at: next) {
                    return found
                }
            }
        default: break
        }
        return place
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
