package import Database
package import Foundation

/// Which entries are wanted, newest first.
package struct AuditQuery: Sendable, Codable, Equatable {
    package var children: [String]?
    package var kind: String?
    package var since: Date?
    /// Entries before this position, where a page before ended.
    package var before: Int64?
    package var limit: Int

    /// Asks for entries, at most `limit`.
    package init(limit: Int) { self.limit = limit }
}

extension AuditLog {
    /// The entries that a query wants.
    package static func entries(
        _ query: AuditQuery,
        on connection: any SQLConnection
    ) throws -> [LoggedEntry] {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        func add(_ condition: (String) -> String, _ value: SQLValue) {
            arguments.append(value)
            conditions.append(condition("$\(arguments.count)"))
        }
        if let children = query.children {
            guard !children.isEmpty else { return [] }
            let first = arguments.count
            arguments += children.map(SQLValue.text)
            let places = children.indices.map { "$\(first + $0 + 1)" }.joined(separator: ", ")
            conditions.append("child IN (\(places))")
        }
        if let since = query.since { add({ "at >= \($0)" }, .moment(since)) }
        if let kind = query.kind { add({ "entry LIKE \($0)" }, .text("%\"kind\":\"\(kind)\"%")) }
        if let before = query.before { add({ "position < \($0)" }, .integer(before)) }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try connection.rows(
            """
            SELECT \(LoggedEntry.columns) FROM audit_entry \(filter)
            ORDER BY position DESC LIMIT \(query.limit)
            """,
            arguments
        ).map(LoggedEntry.init)
    }

    /// Every entry about a child that is in the tree, oldest first.
    package static func entries(
        about children: [String],
        within size: Int64,
        on connection: any SQLConnection
    ) throws -> [LoggedEntry] {
        let list = SQLValues([children.map(SQLValue.text)])
        return try connection.rows(
            """
            SELECT \(LoggedEntry.columns) FROM audit_entry
            WHERE child IN \(list.list) AND position < \(size) ORDER BY position
            """,
            list.arguments
        ).map(LoggedEntry.init)
    }

    /// The entries of one action about a child's delivery.
    package static func entries(
        about child: String,
        _ action: String,
        of delivery: String,
        on connection: any SQLConnection
    ) throws -> [LoggedEntry] {
        try connection.rows(
            "SELECT \(LoggedEntry.columns) FROM audit_entry WHERE child = $1 AND entry LIKE $2",
            [.text(child), .text("%\"action\":\"\(action)\"%\"delivery\":\"\(delivery)\"%")]
        ).map(LoggedEntry.init)
    }

    /// One entry.
    package static func entry(
        _ id: String,
        on connection: any SQLConnection
    ) throws -> LoggedEntry? {
        try connection.rows(
            "SELECT \(LoggedEntry.columns) FROM audit_entry WHERE id = $1",
            [.text(id)]
        ).first.map(LoggedEntry.init)
    }
}
