package import Database
package import Foundation

/// What one transaction does, gathered while it is done and written with it.
package struct AuditTrail: Sendable {
    private let by: String
    private let now: Date
    private let makeID: @Sendable () -> String
    private var entries: [AuditEntry] = []

    /// Begins a trail of what is done for a caller now.
    package init(by caller: String, at now: Date, makeID: @escaping @Sendable () -> String) {
        by = caller
        self.now = now
        self.makeID = makeID
    }

    /// A new entry, to be completed and added.
    package func entry(_ kind: AuditEntry.Kind, _ action: String) -> AuditEntry {
        AuditEntry(id: makeID(), at: now, kind, action, by: by)
    }

    /// Adds a complete entry.
    package mutating func add(_ entry: AuditEntry) { entries.append(entry) }

    /// Adds what was done to many rows, which belong to several children, in few entries.
    package mutating func add(
        _ kind: AuditEntry.Kind,
        _ action: String,
        of table: AuditedTable,
        _ rows: [[SQLValue]]
    ) {
        for start in stride(from: 0, to: rows.count, by: Self.rowsMax) {
            var entry = entry(kind, action)
            for row in rows[start...].prefix(Self.rowsMax) { entry.mention(table, of: row) }
            add(entry)
        }
    }

    /// So many rows that no entry is longer than the log's files take, 64 KiB.
    private static let rowsMax = 300

    /// Writes everything; the last thing that the transaction does.
    package func write(on connection: any SQLConnection) throws {
        try AuditLog.write(entries, on: connection)
    }
}
