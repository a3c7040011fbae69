package import Foundation

/// How reports are written as JSON, by the API and by the commands alike.
///
/// Keys are sorted, so that the same report gives the same bytes; times are ISO 8601 in UTC.
package enum WireFormat {
    /// The longest body of a request.
    package static let bodyBytesMax = 64 << 20

    /// One document on one line, without the line's end.
    package static func encode(_ report: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(withFraction))
        }
        return try encoder.encode(report)
    }

    /// One line for each report.
    package static func encodeLines(_ reports: [some Encodable]) throws -> Data {
        try reports.reduce(into: Data()) { lines, report in
            lines.append(try encode(report))
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// Reads one document.
    package static func decode<Report: Decodable>(
        _ type: Report.Type,
        from bytes: Data
    ) throws -> Report {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = date(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "not a time such as 2026-11-24T09:30:00Z"
                )
            }
            return date
        }
        return try decoder.decode(type, from: bytes)
    }

    /// Reads one report from each line.
    package static func decodeLines<Report: Decodable>(
        _ type: Report.Type,
        from bytes: Data
    ) throws -> [Report] {
        try bytes.split(separator: UInt8(ascii: "\n")).map { try decode(type, from: Data($0)) }
    }

    private static let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func date(_ text: String) -> Date? {
        (try? withFraction.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
