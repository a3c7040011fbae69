import Crypto
import Database
package import Foundation

/// The digest of a row as an entry found it.
package struct RowDigest: Sendable, Equatable {
    /// The table and the row's key, `delivery/0f3c…`.
    package let name: String
    package let digest: Data

    init(of row: SQLRow, in table: AuditedTable) throws {
        name = try table.name(of: row)
        digest = try Self.digest(of: row, in: table)
    }

    /// SHA-256 over the columns that never change, each with its type and length.
    private static func digest(of row: SQLRow, in table: AuditedTable) throws -> Data {
        var hash = SHA256()
        for column in table.key + table.fixed {
            switch try row.value(column) {
            case .null: hash.update(data: Data("n".utf8))
            case .integer(let integer): hash.update(data: Data("i\(integer);".utf8))
            case .text(let text): hash.update(data: Data("t\(text.utf8.count):\(text)".utf8))
            case .blob(let blob):
                hash.update(data: Data("b\(blob.count):".utf8))
                hash.update(data: blob)
            }
        }
        return Data(hash.finalize())
    }
}
