import Crypto
import Database
import Foundation

/// SHA-256 over rows of a table, the same for the same rows in either database.
struct StoreDigest: Sendable {
    private var hash = SHA256()
    /// How many rows were added.
    private(set) var rows = 0

    /// Adds a row: each value with its type and length, so that no two rows look alike.
    mutating func add(_ row: [SQLValue]) {
        var bytes: [UInt8] = []
        for value in row {
            switch value {
            case .null: bytes += "n".utf8
            case .integer(let integer): bytes += "i\(integer);".utf8
            case .text(let text):
                bytes += "t\(text.utf8.count):".utf8
                bytes += text.utf8
            case .blob(let blob):
                bytes += "b\(blob.count):".utf8
                bytes += blob
            }
        }
        hash.update(data: bytes)
        rows += 1
    }

    /// What was added so far, in hexadecimal.
    var text: String { hash.finalize().map { String(format: "%02x", $0) }.joined() }

    /// Reads a table in full, a batch in one transaction.
    static func of(_ table: StoreTable, in database: any SQLDatabase) async throws -> StoreDigest {
        var digest = StoreDigest()
        var last: [SQLValue]?
        while true {
            let after = last
            let rows = try await database.read { connection in
                try table.rows(after: after, upTo: batch, on: connection).map(table.values)
            }
            guard let end = rows.last else { return digest }
            for row in rows { digest.add(row) }
            last = Array(end.prefix(table.key.count))
        }
    }

    private static let batch = 500
}
