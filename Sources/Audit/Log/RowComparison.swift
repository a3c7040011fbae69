import Database
import Foundation

/// Compares rows with what the log says of them.
struct RowComparison: Sendable {
    private let tables: [String: AuditedTable]
    private let erased: Set<String>
    /// What did not fit, by row, until a later entry says otherwise.
    private var wrong: [String: AuditDamage] = [:]
    /// The rows that entries speak of and that are there, by table, as hashes of their keys.
    private var seen: [String: Set<Int>] = [:]
    /// When the first entry about a row of each table was made, in milliseconds since 1970.
    private var since: [String: Int64] = [:]
    private var rows = 0

    init(tables: [AuditedTable], erased: Set<String>) {
        self.tables = Dictionary(uniqueKeysWithValues: tables.map { ($0.logName, $0) })
        self.erased = erased
    }

    /// Compares the rows of entries, which are given in the order of the log.
    func comparing(
        _ entries: [LoggedEntry],
        on connection: any SQLConnection
    ) throws -> RowComparison {
        var result = self
        var keys: [String: [[SQLValue]]] = [:]
        for name in Set(entries.flatMap { ($0.content.rows ?? [:]).keys }) {
            let parts = name.split(separator: "/").map(String.init)
            guard let table = tables[parts[0]], parts.count == table.key.count + 1 else { continue }
            keys[table.logName, default: []].append(
                zip(table.key, parts.dropFirst()).map { column, part in
                    table.numbers.contains(column) ? .integer(Int64(part) ?? -1) : .text(part)
                }
            )
        }
        var found: [String: Data] = [:]
        for (name, keys) in keys {
            guard let table = tables[name] else { continue }
            for digest in try table.digests(of: keys, on: connection) {
                found[digest.name] = digest.digest
            }
        }
        for entry in entries { result.compare(entry, with: found) }
        return result
    }

    private mutating func compare(_ entry: LoggedEntry, with found: [String: Data]) {
        for (name, expected) in entry.content.rows ?? [:] {
            rows += 1
            // What the log once spoke of and no longer does is not compared.
            guard let table = tables[String(name.prefix { $0 != "/" })] else { continue }
            since[table.logName] = min(since[table.logName] ?? .max, entry.content.at)
            guard let digest = found[name] else {
                if expected.isEmpty {
                    wrong[name] = nil
                    continue
                }
                let isErased =
                    table.isErasable && entry.content.child.map(erased.contains) == true
                if !isErased {
                    wrong[name] = AuditDamage(name, "the row is missing (entry \(entry.id))")
                }
                continue
            }
            if table.isListed { seen[table.logName, default: []].insert(name.hashValue) }
            wrong[name] =
                digest.base64EncodedString() == expected
                ? nil : AuditDamage(name, "the row was changed (entry \(entry.id))")
        }
    }

    func finish(_ report: inout AuditReport) {
        report.rows = rows
        for damage in wrong.values.sorted(by: { $0.place < $1.place }) { report.note(damage) }
    }

    /// Rows that no entry speaks of, also none of those that came since the tree had a size.
    func unknownRows(
        since size: Int64,
        on connection: any SQLConnection
    ) throws -> [AuditDamage] {
        let listed = tables.values.filter(\.isListed).sorted { $0.logName < $1.logName }
        return try listed.flatMap { table -> [AuditDamage] in
            let known = seen[table.logName] ?? []
            let isNew = table.born.map { "\($0) >= \(self.since[table.logName] ?? 0)" } ?? "1 = 1"
            let listed = "FROM \(table.name) WHERE (\(table.complete)) AND \(isNew)"
            let count = try connection.rows("SELECT count(*) AS rows \(listed)")
                .first?.integer("rows")
            guard count ?? 0 != Int64(known.count) else { return [] }
            return try connection.rows("SELECT \(table.selected(in: connection.dialect)) \(listed)")
                .compactMap { row in
                    let name = try table.name(of: row)
                    if known.contains(name.hashValue) { return nil }
                    let isNew = try !connection.rows(
                        """
                        SELECT id FROM audit_entry
                        WHERE (position IS NULL OR position >= $1) AND entry LIKE $2 LIMIT 1
                        """,
                        [.integer(size), .text("%\"\(name)\"%")]
                    ).isEmpty
                    return isNew ? nil : AuditDamage(name, "no entry of the log speaks of this row")
                }
        }
    }
}
