package import Foundation
package import Intake

/// Submitted documents as a JSON text sequence (RFC 7464), each begun by a record separator.
///
/// Unlike lines, the sequence keeps broken documents apart, so that each gets its own answer.
package enum DocumentSequence {
    /// What the `Content-Type` of a sequence says.
    package static let mediaType = "application/json-seq"

    private static let separator: UInt8 = 0x1E
    private static let unitSeparator: UInt8 = 0x1F

    /// Writes documents in order; their lines are left out, because the reader counts anew.
    package static func encode(_ documents: [InputDocument]) -> Data {
        documents.reduce(into: Data()) { sequence, document in
            sequence.append(separator)
            sequence.append(withoutSeparators(document.bytes))
            sequence.append(UInt8(ascii: "\n"))
        }
    }

    /// Reads documents, numbered from 1.
    package static func decode(_ sequence: Data) -> [InputDocument] {
        sequence.split(separator: separator).enumerated().map { index, document in
            let endsLine = document.last == UInt8(ascii: "\n")
            return InputDocument(
                line: index + 1,
                bytes: Data(endsLine ? document.dropLast() : document)
            )
        }
    }

    /// JSON allows neither control character, so a document that holds one stays refused.
    private static func withoutSeparators(_ bytes: Data) -> Data {
        guard bytes.contains(separator) else { return bytes }
        return Data(bytes.map { $0 == separator ? unitSeparator : $0 })
    }
}
