import Database
import GRDB

import enum Database.DatabaseError

extension SQLValue {
    /// A value that SQLite stored; the schema has no column of floating-point numbers.
    init(_ stored: DatabaseValue) throws(DatabaseError) {
        switch stored.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .string(let text): self = .text(text)
        case .blob(let bytes): self = .blob(bytes)
        case .double: throw .statement("a result holds a floating-point number")
        }
    }

    fileprivate var stored: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): bytes.databaseValue
        }
    }
}

extension StatementArguments {
    /// Binds the first value to `$1`, the second to `$2`, wherever and how often they appear.
    ///
    /// GRDB would bind a plain list in the order in which the parameters appear in the text.
    init(_ values: [SQLValue]) {
        self.init(
            Dictionary(
                uniqueKeysWithValues: values.enumerated().map { index, value in
                    (String(index + 1), value.stored)
                }
            )
        )
    }
}
