package import Foundation

/// A value bound to a statement or read from a row.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob(Data)
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral
{
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(nilLiteral: ()) { self = .null }

    /// Binds an optional text, `NULL` when there is none.
    package static func text(orNull text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }

    /// Binds an optional blob, `NULL` when there is none.
    package static func blob(orNull blob: Data?) -> SQLValue { blob.map(SQLValue.blob) ?? .null }

    /// Binds an integer of any width.
    package static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }

    /// Binds an optional integer, `NULL` when there is none.
    package static func integer(orNull value: Int64?) -> SQLValue {
        value.map(SQLValue.integer) ?? .null
    }

    /// Binds a moment, stored in UTC as whole milliseconds since 1970.
    package static func moment(_ date: Date) -> SQLValue {
        .integer(Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// Binds an optional moment, `NULL` when there is none.
    package static func moment(orNull date: Date?) -> SQLValue {
        date.map(SQLValue.moment) ?? .null
    }
}
