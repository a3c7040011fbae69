/// Where a sealed value is stored; a value moved to another place no longer opens.
package struct SealedPlace: Sendable, Equatable {
    package let table: String
    package let row: String
    package let column: String

    /// Names one column of one row.
    package init(table: String, row: String, column: String) {
        self.table = table
        self.row = row
        self.column = column
    }
}
