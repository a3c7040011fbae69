import Crypto
package import Database
package import Foundation

/// The digest of a row as an entry found it.
package struct RowDigest: Sendable, Equatable {
    /// The table and the row's key, `delivery/0f3c…`.
    package let name: String
    package let digest: Data

    init(of row: SQLRow, in table: AuditedTable) throws {
        name = try table.name(of: row)
        digest = Self.digest(of: row.values(count: table.width))
    }

    /// SHA-256 over the key and the columns that never change, each with its type and length.
    package static func digest(of values: some Sequence<SQLValue>) -> Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        for value in values {
            switch value {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .integer(let integer): append("i", integer, to: &bytes)
            case .text(let text):
                append("t", Int64(text.utf8.count), to: &bytes)
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob):
                append("b", Int64(blob.count), to: &bytes)
                bytes.append(contentsOf: blob)
            }
        }
        return Data(SHA256.hash(data: bytes))
    }

    private static func append(
        _ kind: Unicode.Scalar,
        _ number: Int64,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: kind))
        unsafe withUnsafeBytes(of: number.bigEndian) { place in
            unsafe bytes.append(contentsOf: place)
        }
    }
}
