/// Rows of parameters for one statement that moves many rows.
///
/// Both databases name the columns of a `VALUES` list `column1`, `column2`, …
package struct SQLValues: Sendable {
    /// The list, `($1, $2), ($3, $4)`, for a statement that has no other parameters.
    package let list: String

    /// What the parameters stand for.
    package let arguments: [SQLValue]

    /// Numbers the values of rows that are all equally long.
    package init(_ rows: [[SQLValue]]) {
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
}
