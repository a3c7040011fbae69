package import Foundation

extension JSONValue {
    /// Reads one JSON document strictly: one value, UTF-8, no key twice, nothing after it.
    package init(
        parsing text: Data,
        limits: JSONLimits = .standard
    ) throws(JSONParseError) {
        let bytes = text.span
        var parser = JSONParser(limits: limits)
        do {
            self = try parser.document(bytes)
        } catch {
            throw JSONParseError(error, in: bytes)
        }
    }
}
