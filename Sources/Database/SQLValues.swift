/// Rows of parameters for one statement that moves many rows.
///
/// A list of rows is joined in under the name `given`. The values of a single row are named where they
/// are used instead: SQLite would put a list into a table of its own first.
package struct SQLValues: Sendable {
    /// The rows, `($1, $2), ($3, $4)`, for a statement that has no other parameters.
    package let list: String

    /// What the parameters stand for.
    package let arguments: [SQLValue]

    private let isSingle: Bool

    /// Numbers the values of rows that are all equally long.
    package init(_ rows: [[SQLValue]]) {
        self.init(rows, isSingle: false)
    }

    /// Numbers the values of one row.
    package init(single row: [SQLValue]) {
        self.init([row], isSingle: true)
    }

    private init(_ rows: [[SQLValue]], isSingle: Bool) {
        self.isSingle = isSingle
        arguments = rows.flatMap(\.self)
        var number = 0
        list = rows.map { row in
            let places = row.map { _ in
                number += 1
                return "$\(number)"
            }
            return "(\(places.joined(separator: ", ")))"
        }.joined(separator: ", ")
    }

    /// The value of each row in a column, the first being 1.
    ///
    /// Both databases name the columns of a `VALUES` list `column1`, `column2`, …
    package subscript(column: Int) -> String { isSingle ? "$\(column)" : "given.column\(column)" }

    /// Joins the rows to a statement that has no `FROM` of its own.
    package var from: String { isSingle ? "" : "FROM (VALUES \(list)) AS given" }

    /// Joins the rows to the tables of a query.
    package var beside: String { isSingle ? "" : ", (VALUES \(list)) AS given" }
}
