/// Writes one flat JSON object, keys in the order in which they are added; empty values are left out.
struct LeafWriter {
    private var body: [UInt8] = []

    init() { body.reserveCapacity(1024) }

    var text: String { "{\(String(decoding: body, as: UTF8.self))}" }

    mutating func add(_ key: String, _ value: Int64) {
        begin(key)
        body += "\(value)".utf8
    }

    mutating func add(_ key: String, _ value: String?) {
        guard let value else { return }
        begin(key)
        quote(value)
    }

    mutating func add(_ key: String, _ values: [String: String]) {
        guard !values.isEmpty else { return }
        begin(key)
        for (index, inner) in values.sorted(by: { $0.key < $1.key }).enumerated() {
            body.append(UInt8(ascii: index == 0 ? "{" : ","))
            quote(inner.key)
            body.append(UInt8(ascii: ":"))
            quote(inner.value)
        }
        body.append(UInt8(ascii: "}"))
    }

    private mutating func begin(_ key: String) {
        if !body.isEmpty { body.append(UInt8(ascii: ",")) }
        quote(key)
        body.append(UInt8(ascii: ":"))
    }

    /// A JSON string (RFC 8259, section 7).
    private mutating func quote(_ text: String) {
        body.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): body += [UInt8(ascii: "\\"), byte]
            case ..<0x20:
                let code = String(byte, radix: 16)
                body += ("\\u" + String(repeating: "0", count: 4 - code.count) + code).utf8
            default: body.append(byte)
            }
        }
        body.append(UInt8(ascii: "\""))
    }
}
