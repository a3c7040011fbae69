import Database

/// A `CHECK` that a column holds one of some words, given as a list such as `'queued', 'sending'`.
struct WordCheck {
    let table: String
    let column: String

    /// Lets the column hold more words than before.
    func widen(from old: String, to new: String, _ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite: rewrite(listed(old), as: listed(new))
        case .postgres:
            [
                """
                ALTER TABLE \(table) DROP CONSTRAINT \(table)_\(column)_check,
                    ADD CONSTRAINT \(table)_\(column)_check CHECK (\(listed(new))) NOT VALID
                """
            ]
        }
    }

    /// Asks for each word by itself: for a list of three or more SQLite builds a table each time that a
    /// statement changes the column.
    func askForEach(of words: String, _ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite:
            rewrite(
                listed(words),
                as: words.split(separator: ", ").map { "\(column) = \($0)" }
                    .joined(separator: " OR ")
            )
        case .postgres: []
        }
    }

    private func listed(_ words: String) -> String { "\(column) IN (\(words))" }

    /// A CHECK that no row fails afterwards changes no row, so the table need not be written anew
    /// (https://sqlite.org/lang_altertable.html, the second of the two procedures).
    private func rewrite(_ old: String, as new: String) -> [String] {
        [
            "PRAGMA writable_schema = ON",
            """
            UPDATE sqlite_schema SET sql = replace(sql, \(quoted(old)), \(quoted(new)))
            WHERE type = 'table' AND name = '\(table)'
            """,
            "PRAGMA writable_schema = RESET",
        ]
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
