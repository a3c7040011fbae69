import Database
import Foundation

/// Reads the tables of a sealed file in the order in which they were written, and checks what each
/// says about itself.
struct RowReader {
    /// What comes next in a file.
    enum Part: Equatable {
        case table(name: String, columns: [String])
        case row([SQLValue])
        case tableEnd(TableEnd)
        case end([TableEnd])
    }

    private(set) var file: SealedFileReader
    private var bytes: [UInt8] = []
    private var place = 0
    private var columns = 0
    private var digest = StoreDigest()
    private var ends: [TableEnd] = []
    private var isOver = false

    var header: BackupHeader { file.header }

    init(_ file: SealedFileReader) { self.file = file }

    /// The next part, or nil after the end.
    mutating func next() throws(BackupError) -> Part? {
        guard !isOver else { return nil }
        guard let record = RowWriter.Record(rawValue: try byte()) else { throw wrong }
        switch record {
        case .table:
            let names = try json([[String]].self)
            guard names.count == 2, let name = names[0].first else { throw wrong }
            columns = names[1].count
            digest = StoreDigest()
            return .table(name: name, columns: names[1])
        case .row:
            var row: [SQLValue] = []
            for _ in 0..<columns { row.append(try value()) }
            digest.add(row)
            return .row(row)
        case .tableEnd:
            let end = try json(TableEnd.self)
            guard end.rows == digest.rows, end.digest == digest.text else {
                throw .damaged(path: file.path, "the rows of \(end.table) do not amount to its sum")
            }
            ends.append(end)
            return .tableEnd(end)
        case .end:
            guard try json([TableEnd].self) == ends, place == bytes.count,
                file.isAtEnd
            else { throw wrong }
            isOver = true
            return .end(ends)
        }
    }

    private var wrong: BackupError {
        .damaged(path: file.path, "what it holds is not of the form that it should have")
    }

    private mutating func value() throws(BackupError) -> SQLValue {
        switch try byte() {
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "i"): return .integer(Int64(bigEndianBytes: try take(8)))
        case UInt8(ascii: "t"):
            guard let text = String(validating: try sized(), as: UTF8.self) else { throw wrong }
            return .text(text)
        case UInt8(ascii: "b"): return .blob(Data(try sized()))
        default: throw wrong
        }
    }

    private mutating func json<Value: Decodable>(_: Value.Type) throws(BackupError) -> Value {
        let bytes = Data(try sized())
        guard let value = try? JSONDecoder().decode(Value.self, from: bytes) else { throw wrong }
        return value
    }

    private mutating func sized() throws(BackupError) -> ArraySlice<UInt8> {
        let count = UInt32(bigEndianBytes: try take(4))
        return try take(Int(count))
    }

    private mutating func byte() throws(BackupError) -> UInt8 {
        if place < bytes.count {
            place += 1
            return bytes[place - 1]
        }
        return try take(1).first ?? 0
    }

    private mutating func take(_ count: Int) throws(BackupError) -> ArraySlice<UInt8> {
        if bytes.count - place < count {
            bytes.removeFirst(place)
            place = 0
            while bytes.count < count {
                guard let chunk = try file.next() else { throw wrong }
                bytes += chunk
            }
        }
        place += count
        return bytes[(place - count)..<place]
    }
}
