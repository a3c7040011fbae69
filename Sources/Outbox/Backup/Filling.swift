import Database
import Vault

/// Puts the rows of a backup into a store, those that are not there yet.
struct Filling {
    /// What was put in, now or before.
    struct Filled: Sendable {
        /// Each table with the columns that were compared, and what its rows must amount to.
        var tables: [(StoreTable, TableEnd)] = []
        /// What the backup says of its tables.
        var ends: [TableEnd] = []
        /// The children's keys that are not there.
        var keysMissing: [String] = []
    }

    private static let rowsMax = 500
    private static let batchBytes = 4 << 20

    private let path: String
    private let database: any SQLDatabase
    private var reader: RowReader
    private var keys: BackedUpKeys
    private var filled = Filled()

    private var table: StoreTable?
    /// Rows of the table that were put in before an interruption: rows go in in the file's order.
    private var rowsThere: Int64 = 0
    private var waiting: [[SQLValue]] = []
    private var waitingBytes = 0
    private var wrapped = StoreDigest()

    init(_ files: BackupFiles, into database: any SQLDatabase) throws {
        path = files.backup
        self.database = database
        reader = try files.openBackup()
        keys = try BackedUpKeys(try files.openKeys())
    }

    /// Reads the files to their end.
    mutating func run(
        _ progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws -> Filled {
        while let part = try reader.next() {
            switch part {
            case .table(let name, let columns): try await begin(name, columns)
            case .row(let row): try await take(row, progress)
            case .tableEnd(let end):
                try await flush(progress)
                note(end)
            case .end(let ends): filled.ends = ends
            }
        }
        return filled
    }

    private var isOfKeys: Bool { table?.name == StoreTable.wrappedKeys.name }

    private mutating func begin(_ name: String, _ columns: [String]) async throws {
        let table = try BackupFiles.table(name, columns, among: StoreTable.backedUp, at: path)
        self.table = table
        rowsThere = try await database.read { connection in
            try connection.rows("SELECT count(*) AS number FROM \(table.name)").first?
                .integer("number") ?? 0
        }
    }

    private mutating func take(
        _ row: [SQLValue],
        _ progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws {
        var row = row
        if isOfKeys { row += try key(of: row) }
        guard rowsThere == 0 else { return rowsThere -= 1 }
        waiting.append(row)
        waitingBytes += row.reduce(0) { $0 + $1.bytes }
        if waiting.count == Self.rowsMax || waitingBytes >= Self.batchBytes {
            try await flush(progress)
        }
    }

    /// A key that is not there is known by its name; what it sealed stays unreadable.
    private mutating func key(of row: [SQLValue]) throws -> [SQLValue] {
        guard case .text(let id) = row[0] else { return [] }
        let found = try keys.key(id)
        let key = found ?? [.text(keys.keyEncryptionKey), .blob(DataKeys.gone)]
        if key.last == .blob(DataKeys.gone) { filled.keysMissing.append(id) }
        wrapped.add([row[0]] + key)
        return key
    }

    private mutating func flush(
        _ progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws {
        guard let table, !waiting.isEmpty else { return }
        let rows = waiting
        let whole = isOfKeys ? table.adding(StoreTable.wrappedKeys) : table
        waiting = []
        waitingBytes = 0
        try await database.write { connection in try whole.insert(rows, on: connection) }
        try progress(table.name, rows.count)
    }

    private mutating func note(_ end: TableEnd) {
        guard let table else { return }
        filled.tables.append((table, end))
        guard isOfKeys else { return }
        filled.tables.append(
            (
                .wrappedKeys,
                TableEnd(table: table.name, rows: wrapped.rows, digest: wrapped.text)
            )
        )
    }
}

extension SQLValue {
    /// About how much memory it takes.
    fileprivate var bytes: Int {
        switch self {
        case .null, .integer: 8
        case .text(let text): text.utf8.count
        case .blob(let blob): blob.count
        }
    }
}
