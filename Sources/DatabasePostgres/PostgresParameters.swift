import CPostgres
import Database
import Foundation

/// The parameters of one statement as one block of bytes in PostgreSQL's binary form.
struct PostgresParameters {
    /// The types, 0 where the server finds it out: for `NULL`.
    private(set) var types: [Oid] = []
    private(set) var offsets: [Int32] = []
    private(set) var lengths: [Int32] = []
    private(set) var bytes: [UInt8] = []

    init(_ values: [SQLValue]) {
        for value in values {
            switch value {
            case .null: add(0, nil)
            case .integer(let integer):
                add(
                    PostgresType.integer8,
                    unsafe withUnsafeBytes(of: integer.bigEndian) { unsafe Array($0) }
                )
            case .text(let text): add(PostgresType.text, Array(text.utf8))
            case .blob(let blob): add(PostgresType.bytes, Array(blob))
            }
        }
        // So that there is an address also when all is empty.
        bytes.append(0)
    }

    private mutating func add(_ type: Oid, _ value: [UInt8]?) {
        types.append(type)
        offsets.append(value == nil ? -1 : Int32(bytes.count))
        lengths.append(Int32(value?.count ?? 0))
        bytes += value ?? []
    }
}
