import Database

/// Finds children's keys in their file, asked for in the order in which both files have them.
struct BackedUpKeys {
    private var reader: RowReader
    private var next: [SQLValue]?

    init(_ reader: RowReader) throws(BackupError) {
        self.reader = reader
        try advance()
    }

    /// Which key-encryption key the keys are under.
    var keyEncryptionKey: String { reader.header.keyEncryptionKey }

    /// The values of `key_encryption_key` and `wrapped` of a child's key, or nil when it is not
    /// there.
    mutating func key(_ id: String) throws(BackupError) -> [SQLValue]? {
        while let row = next, case .text(let found) = row[0],
            found.utf8.lexicographicallyPrecedes(id.utf8)
        { try advance() }
        guard let row = next, row[0] == .text(id) else { return nil }
        try advance()
        return Array(row.dropFirst())
    }

    private mutating func advance() throws(BackupError) {
        while let part = try reader.next() {
            if case .row(let row) = part, row.count == 3 { return next = row }
        }
        next = nil
    }
}
