import Database
import Foundation

/// The log in the store: entries go in with the changes that they record, in the same transaction.
package enum AuditLog {
    /// Writes entries in the transaction of what they record.
    static func write(_ entries: [AuditEntry], on connection: any SQLConnection) throws {
        for start in stride(from: 0, to: entries.count, by: atOnce) {
            try insert(Array(entries[start...].prefix(atOnce)), on: connection)
        }
    }

    /// So many that no statement has more parameters than a database takes.
    private static let atOnce = 200

    private static func insert(_ entries: [AuditEntry], on connection: any SQLConnection) throws {
        let leaves = try leaves(of: entries, on: connection)
        let first = try firstPosition(on: connection)
        let values = entries.enumerated().map { index, entry -> [SQLValue] in
            [
                .text(entry.id), .moment(entry.at), .text(orNull: entry.child),
                .text(leaves[index]), .blob(orNull: entry.sealedReason),
                .integer(orNull: first.map { $0 + Int64(index) }),
                .text(orNull: entry.isCounted ? entry.by : nil),
            ]
        }
        try connection.execute(forEach: values) { given in
            """
            INSERT INTO audit_entry (id, at, child, entry, sealed, position, consulted_by)
            VALUES \(given.list)
            """
        }
    }

    /// The rows that entries speak of are read once for all of them, where they are not known.
    private static func leaves(
        of entries: [AuditEntry],
        on connection: any SQLConnection
    ) throws -> [String] {
        let unknown = entries.flatMap(\.mentions).filter { $0.digest == nil }
        let mentions = Dictionary(grouping: unknown) { $0.table.logName }
        var digests: [String: Data] = [:]
        for sameTable in mentions.values {
            guard let table = sameTable.first?.table else { continue }
            for row in try table.digests(of: sameTable.map(\.key), on: connection) {
                digests[row.name] = row.digest
            }
        }
        return entries.map { entry in
            let own = entry.mentions.compactMap { mention -> (String, Data)? in
                let name = mention.table.name(ofKey: mention.key)
                // That a row was taken away is said too, where rows may be.
                let absent = mention.table.aspect == nil ? nil : Data()
                return (mention.digest ?? digests[name] ?? absent).map { (name, $0) }
            }
            return entry.leaf(Dictionary(own) { first, _ in first })
        }
    }

    /// Where only one transaction writes at a time, the order of entries is known at once.
    private static func firstPosition(on connection: any SQLConnection) throws -> Int64? {
        guard connection.dialect == .sqlite else { return nil }
        return try connection.rows(
            "SELECT COALESCE(MAX(position), -1) + 1 AS next FROM audit_entry"
        ).first?.integer("next")
    }
}
