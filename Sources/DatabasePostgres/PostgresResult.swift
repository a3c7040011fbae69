import CPostgres
import Database
import Foundation

/// The result of one statement, in binary form.
@safe final class PostgresResult {
    private let result: OpaquePointer

    init(taking result: OpaquePointer) {
        unsafe self.result = result
    }

    deinit { unsafe PQclear(result) }

    var status: ExecStatusType { unsafe PQresultStatus(result) }

    /// What the server refused, if it did.
    var error: PostgresError? {
        guard status == PGRES_FATAL_ERROR else { return nil }
        return PostgresError(
            state: field("C") ?? "08006",
            message: field("M") ?? "the connection ended"
        )
    }

    /// What the server says it did, such as `COMMIT`.
    var command: String { unsafe String(cString: PQcmdStatus(result)) }

    /// How many rows a statement changed.
    var changes: Int { Int(unsafe String(cString: PQcmdTuples(result))) ?? 0 }

    func rows() throws(DatabaseError) -> [SQLRow] {
        let (height, width) = unsafe (PQntuples(result), PQnfields(result))
        let columns = (0..<width).map { unsafe String(cString: PQfname(result, $0)) }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(height))
        for row in 0..<height {
            var values: [SQLValue] = []
            values.reserveCapacity(columns.count)
            for column in 0..<width { values.append(try value(row, column)) }
            rows.append(SQLRow(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32) throws(DatabaseError) -> SQLValue {
        if unsafe PQgetisnull(result, row, column) == 1 { return .null }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column),
            count: Int(PQgetlength(result, row, column))
        )
        switch unsafe PQftype(result, column) {
        case PostgresType.boolean, PostgresType.integer2, PostgresType.integer4,
            PostgresType.integer8:
            return unsafe .integer(bigEndian(bytes))
        case PostgresType.text, PostgresType.name, PostgresType.varchar, PostgresType.unknown:
            return .text(unsafe String(decoding: bytes, as: UTF8.self))
        case PostgresType.bytes: return .blob(unsafe Data(bytes))
        case let other: throw .statement("a result holds a value of the type \(other)")
        }
    }

    private func bigEndian(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        let isNegative = unsafe bytes.count > 1 && bytes.first.map { $0 >= 0x80 } ?? false
        return unsafe bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    /// A field of the server's error, by its letter in the protocol.
    private func field(_ code: Unicode.Scalar) -> String? {
        unsafe PQresultErrorField(result, Int32(code.value)).map { unsafe String(cString: $0) }
    }
}

/// The types that we store and read, by their fixed object identifiers (PostgreSQL, pg_type.dat).
enum PostgresType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let name: Oid = 19
    static let integer8: Oid = 20
    static let integer2: Oid = 21
    static let integer4: Oid = 23
    static let text: Oid = 25
    static let unknown: Oid = 705
    static let varchar: Oid = 1043
}
