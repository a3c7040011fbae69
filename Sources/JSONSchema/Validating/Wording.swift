/// Words for messages.
enum Wording {
    /// More than this of a list is not read.
    private static let listedMax = 20
    private static let valueBytesMax = 80

    /// `a, b or c`.
    static func list(_ words: [String], joinedBy conjunction: String) -> String {
        guard words.count <= listedMax else {
            return words.prefix(listedMax).joined(separator: ", ")
                + " \(conjunction) \(words.count - listedMax) more"
        }
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    /// Values of a schema, as JSON.
    static func values(_ values: [JSONValue]) -> String {
        list(values.map(value), joinedBy: "or")
    }

    /// A value of a schema, as JSON, unless it is long.
    static func value(_ value: JSONValue) -> String {
        let text = String(decoding: value.serialized(), as: UTF8.self)
        return text.utf8.count <= valueBytesMax ? text : "the value that the schema gives"
    }

    /// What was probably meant, in brackets.
    static func question(_ name: String?) -> String {
        name.map { " (did you mean `\($0)`?)" } ?? ""
    }

    static func count(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many)"
    }
}
