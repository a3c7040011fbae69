package import Foundation

/// One row of a result, read by column name.
///
/// A missing column or a wrong type is a broken statement of ours and throws `.statement`.
package struct SQLRow: Sendable, Equatable {
    private let columns: [String]
    private let values: [SQLValue]

    /// Pairs the names of a result's columns with one row's values.
    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column, `NULL` included.
    package func value(_ column: String) throws(DatabaseError) -> SQLValue {
        guard let index = columns.firstIndex(of: column) else {
            throw .statement("the result has no column \(column)")
        }
        return values[index]
    }

    /// The first values, in the order of the query.
    package func values(count: Int) -> ArraySlice<SQLValue> { values.prefix(count) }

    /// A text that may not be `NULL`.
    package func text(_ column: String) throws(DatabaseError) -> String {
        guard let text = try optionalText(column) else { throw unexpectedNull(column) }
        return text
    }

    /// A text, or nil for `NULL`.
    package func optionalText(_ column: String) throws(DatabaseError) -> String? {
        switch try value(column) {
        case .text(let text): return text
        case .null: return nil
        case .integer, .blob: throw .statement("column \(column) is not text")
        }
    }

    /// An integer that may not be `NULL`.
    package func integer(_ column: String) throws(DatabaseError) -> Int64 {
        guard let integer = try optionalInteger(column) else { throw unexpectedNull(column) }
        return integer
    }

    /// An integer, or nil for `NULL`.
    package func optionalInteger(_ column: String) throws(DatabaseError) -> Int64? {
        switch try value(column) {
        case .integer(let integer): return integer
        case .null: return nil
        case .text, .blob: throw .statement("column \(column) is not an integer")
        }
    }

    /// Bytes that may not be `NULL`.
    package func blob(_ column: String) throws(DatabaseError) -> Data {
        guard let blob = try optionalBlob(column) else { throw unexpectedNull(column) }
        return blob
    }

    /// Bytes, or nil for `NULL`.
    package func optionalBlob(_ column: String) throws(DatabaseError) -> Data? {
        switch try value(column) {
        case .blob(let blob): return blob
        case .null: return nil
        case .text, .integer: throw .statement("column \(column) is not a blob")
        }
    }

    /// A moment that may not be `NULL`, stored as milliseconds since 1970.
    package func moment(_ column: String) throws(DatabaseError) -> Date {
        Date(timeIntervalSince1970: Double(try integer(column)) / 1000)
    }

    /// A moment, or nil for `NULL`.
    package func optionalMoment(_ column: String) throws(DatabaseError) -> Date? {
        try optionalInteger(column).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    private func unexpectedNull(_ column: String) -> DatabaseError {
        .statement("column \(column) is NULL")
    }
}
