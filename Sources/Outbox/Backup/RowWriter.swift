import Database
import Foundation

/// What a backup's file says of a table after its rows.
struct TableEnd: Sendable, Codable, Equatable {
    let table: String
    let rows: Int
    /// SHA-256 over the rows, as `StoreDigest` makes it.
    let digest: String
}

/// Writes tables into a sealed file, each with its rows and what they amount to.
struct RowWriter {
    /// The first byte of each record.
    enum Record: UInt8 {
        case table = 0x54
        case row = 0x52
        case tableEnd = 0x45
        case end = 0x5A
    }

    private static let rowsMax = 500
    /// How much of a table is read at once, as far as the rows before tell.
    private static let batchBytes = 4 << 20

    private var file: SealedFileWriter
    private(set) var ends: [TableEnd] = []

    init(to file: SealedFileWriter) { self.file = file }

    /// Writes a whole table as the connection's transaction sees it.
    mutating func write(
        _ table: StoreTable,
        on connection: any SQLConnection,
        unless isStopped: () -> Bool
    ) throws {
        try file.add(Self.beginning(of: table))
        var digest = StoreDigest()
        var last: [SQLValue]?
        var limit = 50
        while true {
            guard !isStopped() else { throw BackupError.interrupted }
            let rows = try table.rows(after: last, upTo: limit, on: connection)
                .map(table.values)
            var bytes = 0
            for row in rows {
                let record = Self.record(row)
                try file.add(record)
                digest.add(row)
                bytes += record.count
            }
            guard rows.count == limit, let end = rows.last else { break }
            last = Array(end.prefix(table.key.count))
            limit = max(1, min(Self.rowsMax, Self.batchBytes / max(1, bytes / rows.count)))
        }
        let end = TableEnd(table: table.name, rows: digest.rows, digest: digest.text)
        try file.add([Record.tableEnd.rawValue] + Self.sized(try JSONEncoder().encode(end)))
        ends.append(end)
    }

    /// Ends the file with what all tables amount to.
    mutating func end() throws {
        try file.add([Record.end.rawValue] + Self.sized(try JSONEncoder().encode(ends)))
        try file.end()
    }

    private static func beginning(of table: StoreTable) throws -> [UInt8] {
        [Record.table.rawValue] + sized(try JSONEncoder().encode([[table.name], table.columns]))
    }

    private static func record(_ row: [SQLValue]) -> [UInt8] {
        row.reduce(into: [Record.row.rawValue]) { bytes, value in
            switch value {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .integer(let integer):
                bytes.append(UInt8(ascii: "i"))
                bytes += integer.bigEndianBytes
            case .text(let text):
                bytes.append(UInt8(ascii: "t"))
                bytes += UInt32(text.utf8.count).bigEndianBytes
                bytes += text.utf8
            case .blob(let blob):
                bytes.append(UInt8(ascii: "b"))
                bytes += UInt32(blob.count).bigEndianBytes
                bytes += blob
            }
        }
    }

    private static func sized(_ bytes: Data) -> [UInt8] {
        UInt32(bytes.count).bigEndianBytes + bytes
    }
}
