/// Writes one flat JSON object, keys in the order in which they are added; empty values are left out.
struct LeafWriter {
    private var body = ""

    var text: String { "{\(body)}" }

    mutating func add(_ key: String, _ value: Int64) { put(key, "\(value)") }

    mutating func add(_ key: String, _ value: String?) {
        guard let value else { return }
        put(key, Self.quoted(value))
    }

    mutating func add(_ key: String, _ values: [String: String]) {
        guard !values.isEmpty else { return }
        let inner = values.sorted { $0.key < $1.key }
            .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
        put(key, "{\(inner.joined(separator: ","))}")
    }

    private mutating func put(_ key: String, _ value: String) {
        if !body.isEmpty { body += "," }
        body += "\"\(key)\":\(value)"
    }

    /// A JSON string (RFC 8259, section 7).
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) else {
            return "\"\(text)\""
        }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\u{0}"..<" ":
                let code = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped)\""
    }
}
