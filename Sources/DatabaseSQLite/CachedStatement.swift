import Database
import Foundation
import GRDB
import GRDBSQLite

import enum Database.DatabaseError

/// A statement of GRDB's cache, bound and stepped by SQLite's own functions.
///
/// GRDB looks for each value by the name of its parameter and wraps each value that it reads; in a
/// delivery that costs more than SQLite's own work.
@safe struct CachedStatement {
    private let statement: Statement
    private let pointer: OpaquePointer
    /// Which value each parameter stands for: SQLite numbers `$2` by where it first appears.
    private let places: [Int]

    /// Takes a statement from the cache, or prepares it.
    init(_ text: String, on connection: GRDB.Database) throws {
        let statement = try connection.cachedStatement(sql: text)
        let pointer = unsafe statement.sqliteStatement
        let count = unsafe sqlite3_bind_parameter_count(pointer)
        places = try (0..<count).map { index in
            guard let name = unsafe sqlite3_bind_parameter_name(pointer, index + 1),
                let number = unsafe Int(String(cString: name + 1))
            else { throw DatabaseError.statement("a parameter has no number") }
            return number - 1
        }
        self.statement = statement
        unsafe self.pointer = pointer
    }

    /// Runs the statement and returns its rows; the values do not stay in the statement.
    func rows(with values: [SQLValue]) throws -> [SQLRow] {
        defer {
            unsafe sqlite3_reset(pointer)
            unsafe sqlite3_clear_bindings(pointer)
        }
        for (index, place) in places.enumerated() {
            guard values.indices.contains(place) else {
                throw DatabaseError.statement("there is no value for $\(place + 1)")
            }
            try check(bind(values[place], at: CInt(index + 1)))
        }
        var rows: [SQLRow] = []
        while true {
            let code = unsafe sqlite3_step(pointer)
            switch code {
            case SQLITE_ROW: rows.append(try row())
            case SQLITE_DONE: return rows
            default: try check(code)
            }
        }
    }

    /// SQLite copies a text or blob while it is bound (`SQLITE_TRANSIENT`, a macro that Swift cannot see).
    private static var copied: sqlite3_destructor_type {
        unsafe unsafeBitCast(OpaquePointer(bitPattern: -1), to: sqlite3_destructor_type.self)
    }

    private func bind(_ value: SQLValue, at index: CInt) -> CInt {
        switch value {
        case .null: return unsafe sqlite3_bind_null(pointer, index)
        case .integer(let integer): return unsafe sqlite3_bind_int64(pointer, index, integer)
        case .text(let text):
            return unsafe sqlite3_bind_text(
                pointer,
                index,
                text,
                CInt(text.utf8.count),
                Self.copied
            )
        case .blob(let blob):
            return unsafe blob.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else {
                    return unsafe sqlite3_bind_zeroblob(pointer, index, 0)
                }
                let count = CInt(bytes.count)
                return unsafe sqlite3_bind_blob(pointer, index, start, count, Self.copied)
            }
        }
    }

    private func row() throws -> SQLRow {
        let columns = statement.columnNames
        return SQLRow(columns: columns, values: try columns.indices.map { try value(CInt($0)) })
    }

    /// A value that SQLite stored; the schema has no column of floating-point numbers.
    private func value(_ column: CInt) throws -> SQLValue {
        switch unsafe sqlite3_column_type(pointer, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(pointer, column))
        case SQLITE_TEXT: .text(unsafe String(decoding: bytes(column), as: UTF8.self))
        case SQLITE_BLOB: .blob(unsafe Data(bytes(column)))
        default: throw DatabaseError.statement("a result holds a floating-point number")
        }
    }

    /// The bytes of a text or blob, until the next step.
    private func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
        // In this order: asking for the value may change its length.
        let start = unsafe sqlite3_column_blob(pointer, column)
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        return unsafe UnsafeRawBufferPointer(start: start, count: count)
    }

    private func check(_ code: CInt) throws {
        guard code != SQLITE_OK else { return }
        let message = unsafe sqlite3_errmsg(sqlite3_db_handle(pointer))
        throw unsafe GRDB.DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: message.map { unsafe String(cString: $0) }
        )
    }
}
