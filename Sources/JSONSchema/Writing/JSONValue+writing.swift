package import Foundation

extension JSONValue {
    /// The document as UTF-8, keys sorted by code points: equal values give equal bytes.
    package func serialized(pretty: Bool = false) -> Data {
        var writer = JSONWriter(isPretty: pretty)
        writer.write(self)
        return Data(writer.bytes)
    }
}
