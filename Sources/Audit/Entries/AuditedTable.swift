package import Database

/// A table whose rows are evidence: what the newest entry about a row says of it must still be so.
package struct AuditedTable: Sendable {
    package let name: String
    /// Which side of the rows is meant, when it is one that changes: every change is an entry.
    package let aspect: String?
    package let key: [String]
    /// The columns of the key that are numbers.
    package let numbers: Set<String>
    /// The columns that never change once the row is complete, or only with an entry.
    package let fixed: [String]
    /// What follows from other columns, in SQL, and does not change without an entry either.
    package let derived: @Sendable (SQLDialect) -> [String]
    /// Which rows are complete, and so are in the log.
    package let complete: String
    /// When a row came to be, in SQL, of a table that older logs do not speak of: what came before the
    /// first entry about any of its rows need have none.
    package let born: String?
    /// Whether every row has an entry.
    package let isListed: Bool
    /// Whether a child's erasure takes the rows away.
    package let isErasable: Bool

    /// Describes a table.
    package init(
        _ name: String,
        _ aspect: String? = nil,
        key: [String],
        numbers: Set<String> = [],
        fixed: [String],
        complete: String = "1 = 1",
        born: String? = nil,
        isListed: Bool? = nil,
        isErasable: Bool = false,
        derived: @escaping @Sendable (SQLDialect) -> [String] = { _ in [] }
    ) {
        self.name = name
        self.aspect = aspect
        self.key = key
        self.numbers = numbers
        self.fixed = fixed
        self.derived = derived
        self.complete = complete
        self.born = born
        self.isListed = isListed ?? (aspect == nil)
        self.isErasable = isErasable
    }

    /// The digests of rows, given by their keys.
    func digests(
        of keys: [[SQLValue]],
        on connection: any SQLConnection
    ) throws -> [RowDigest] {
        try rows(keys, on: connection).map { try RowDigest(of: $0, in: self) }
    }

    /// The rows with these keys, as far as they are there and complete.
    func rows(_ keys: [[SQLValue]], on connection: any SQLConnection) throws -> [SQLRow] {
        try connection.rows(forEach: keys) { given in
            let isWanted = key.indices.map { "\(name).\(key[$0]) = \(given[$0 + 1])" }
            return """
                SELECT \(selected(in: connection.dialect)) FROM \(name)\(given.beside)
                WHERE \(isWanted.joined(separator: " AND ")) AND (\(complete))
                """
        }
    }

    /// How the log names the table: `legal_hold`, or one side of it, `legal_hold:release`.
    var logName: String { name + (aspect.map { ":\($0)" } ?? "") }

    /// What a query selects of the table, so that the row's digest can be made.
    package func selected(in dialect: SQLDialect) -> String {
        ((key + fixed).map { "\(name).\($0) AS \($0)" } + derived(dialect))
            .joined(separator: ", ")
    }

    /// How many columns `selected` has.
    package var width: Int { key.count + fixed.count + derived(.sqlite).count }

    /// The table and the key of a row.
    func name(of row: SQLRow) throws -> String {
        name(ofKey: row.values(count: key.count))
    }

    func name(ofKey values: some Sequence<SQLValue>) -> String {
        let parts = values.map { value in
            switch value {
            case .text(let text): text
            case .integer(let integer): "\(integer)"
            case .null, .blob: ""
            }
        }
        return ([logName] + parts).joined(separator: "/")
    }
}
