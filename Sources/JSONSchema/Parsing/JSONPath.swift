/// Follows the brackets, commas and texts of a JSON document, to know where a byte lies.
struct JSONPath {
    private enum Step {
        case element(Int)
        case member(String?)
    }

    private var steps: [Step] = []
    private var awaitsKey = false

    mutating func pass(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"):
            steps.append(.member(nil))
            awaitsKey = true
        case UInt8(ascii: "["):
            steps.append(.element(0))
            awaitsKey = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            _ = steps.popLast()
            awaitsKey = false
        case UInt8(ascii: ","): next()
        case UInt8(ascii: ":"): awaitsKey = false
        default: break
        }
    }

    mutating func pass(_ string: String) {
        guard awaitsKey, case .member? = steps.last else { return }
        steps[steps.count - 1] = .member(string)
    }

    private mutating func next() {
        switch steps.last {
        case .element(let index): steps[steps.count - 1] = .element(index + 1)
        case .member:
            steps[steps.count - 1] = .member(nil)
            awaitsKey = true
        case nil: break
        }
    }

    var pointer: JSONPointer {
        JSONPointer(
            tokens: steps.compactMap { step in
                switch step {
                case .element(let index): String(index)
                case .member(let key): key
                }
            }
        )
    }
}
