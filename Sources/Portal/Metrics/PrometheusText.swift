/// The text format of Prometheus (exposition format 0.0.4).
package struct PrometheusText: Sendable {
    /// What kind of number it is.
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// The media type of the format.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private var lines: [String] = []

    /// An empty page.
    package init() {}

    /// The whole page.
    package var text: String { lines.map { $0 + "\n" }.joined() }

    /// Begins a family of numbers.
    package mutating func begin(_ name: String, _ kind: Kind, help: String) {
        lines.append("# HELP \(name) \(help)")
        lines.append("# TYPE \(name) \(kind.rawValue)")
    }

    /// Adds one number with its labels.
    package mutating func add(
        _ name: String,
        _ labels: [(name: String, value: String)] = [],
        _ value: some CustomStringConvertible
    ) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        lines.append("\(name)\(list.isEmpty ? "" : "{\(list)}") \(value)")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
