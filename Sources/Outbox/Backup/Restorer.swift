import Audit
package import Database
package import Foundation
import Referrals
package import Vault

/// Restores a backup into an empty store, of either kind, and shows that what is there is whole.
///
/// Until all is shown the store is marked as being filled, so that nothing works on it; what was
/// interrupted goes on by the same call.
package struct Restorer: Sendable {
    private let files: BackupFiles
    private let keys: DataKeys

    /// Names the two files, and the key they were sealed under.
    package init(backup: String, keysFile: String, under keys: DataKeys) {
        self.keys = keys
        files = BackupFiles(backup: backup, keys: keysFile, fileKeys: keys.files)
    }

    /// Reads both files from beginning to end; throws where one is not as it was written.
    package func checkFiles() throws { _ = try files.check() }

    /// Fills a store; an error of `progress` interrupts it.
    package func restore(
        into database: any SQLDatabase,
        folder: String,
        at now: Date,
        progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws -> RestoreReport {
        let header = try files.check()
        try await begin(header, in: database, at: now)
        var filling = try Filling(files, into: database)
        let filled = try await filling.run(progress)
        var complaints = try await differences(from: filled, in: database)
        complaints += try await Self.damage(of: database)
        guard complaints.isEmpty else { throw BackupError.unsound(complaints) }
        try await database.migrate(OutboxStore.migrations)
        let sealed = try await SealedValues(keys: keys).openAll(in: database)
        complaints = sealed.complaints
        // As it was at the backup's moment: what had no place in the log yet is no damage.
        complaints += try await AuditProof(keys: keys).damages(of: database, at: header.madeAt)
            .map { "\($0.place): \($0.what)." }
        guard complaints.isEmpty else { throw BackupError.unsound(complaints) }
        let uncertain = try await open(
            database,
            header,
            rows: filled.ends.reduce(0) { $0 + $1.rows },
            folder: folder,
            at: now
        )
        return try await report(header, filled, sealed, uncertain, in: database)
    }

    /// Makes the schema that the backup was made of, and marks the store.
    private func begin(
        _ header: BackupHeader,
        in database: any SQLDatabase,
        at now: Date
    ) async throws {
        let applied = try await database.read { connection in
            try SchemaLedger.isThere(on: connection)
                ? connection.rows("SELECT max(number) AS number FROM schema_migration")
                    .first?.optionalInteger("number") : nil
        }
        if let applied, applied > header.schema {
            throw BackupError.notEmpty(
                "its schema is of step \(applied), newer than the backup's, \(header.schema)"
            )
        }
        try await database.migrate(OutboxStore.migrations.filter { $0.number <= header.schema })
        let place = StoreMark.place(ofBackup: header.name, id: header.id)
        try await database.write { connection in
            if let mark = try StoreMark.read(on: connection) {
                guard mark.place == place else { throw BackupError.notEmpty(mark.message) }
                return
            }
            try checkEmpty(for: header, on: connection, at: now)
            try StoreMark.set(.filling, place, at: now, on: connection)
        }
    }

    private func checkEmpty(
        for header: BackupHeader,
        on connection: any SQLConnection,
        at now: Date
    ) throws {
        let worker = try connection.rows(
            "SELECT host FROM worker WHERE ends_at > $1",
            [.moment(now)]
        ).first
        if let worker { throw BackupError.inUse(host: try worker.text("host")) }
        let bound = try connection.rows("SELECT id FROM sealing_key").first?.text("id")
        if let bound, bound != header.keyEncryptionKey {
            throw BackupError.notEmpty("it is sealed under the key \(bound)")
        }
        for table in StoreTable.all where table.name != "sealing_key" {
            guard try table.isThere(on: connection) else { continue }
            if try table.lastKey(on: connection) != nil {
                throw BackupError.notEmpty("it has rows in \(table.name)")
            }
        }
    }

    /// Reads everything that was stored, and compares it with what was in the files.
    private func differences(
        from filled: Filling.Filled,
        in database: any SQLDatabase
    ) async throws -> [String] {
        var complaints: [String] = []
        for (table, end) in filled.tables {
            let stored = try await StoreDigest.of(table, in: database)
            if stored.rows != end.rows || stored.text != end.digest {
                complaints.append(
                    "Table \(table.name) has \(stored.rows) rows that amount to "
                        + "\(stored.text.prefix(16)); the backup has \(end.rows), \(end.digest.prefix(16))."
                )
            }
        }
        return complaints
    }

    /// What SQLite finds wrong with its file; PostgreSQL checks what it takes.
    private static func damage(of database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            guard connection.dialect == .sqlite else { return [] }
            let found = try connection.rows("PRAGMA integrity_check").map {
                try $0.text("integrity_check")
            }
            let dangling = try connection.rows("PRAGMA foreign_key_check")
            return (found == ["ok"] ? [] : found.map { "SQLite says: \($0)." })
                + (dangling.isEmpty
                    ? [] : ["\(dangling.count) rows refer to rows that are missing."])
        }
    }

    /// The one step that makes the store one to work on; returns how many deliveries are uncertain
    /// by it.
    private func open(
        _ database: any SQLDatabase,
        _ header: BackupHeader,
        rows: Int,
        folder: String,
        at now: Date
    ) async throws -> Int {
        let lengths = (Self.length(of: files.backup), Self.length(of: files.keys))
        let flight = InFlight(keys: keys, madeAt: header.madeAt, now: now)
        let caller = Caller.current.name
        return try await database.write { connection in
            try AuditLog.placeWaiting(on: connection)
            var trail = AuditTrail(by: caller, at: now, makeID: { UUID().uuidString.lowercased() })
            let count = try flight.makeUncertain(&trail, on: connection)
            try ForgottenChildren(now: now)
                .forget(&trail, by: caller, on: connection)
            let tokens = try OutboxStore.revokeAllTokens(&trail, at: now, on: connection)
            var entry = trail.entry(.administration, AuditEntry.restored)
            entry.facts = [
                "backup": header.name, "made uncertain": "\(count)", "tokens revoked": "\(tokens)",
            ]
            entry.mention(.backup, .text(header.id))
            trail.add(entry)
            // The store that made it noted the end of its making later than what it holds.
            try connection.execute(
                """
                INSERT INTO backup (id, at, name, folder, bytes, keys_bytes, rows, keys_until, verified_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes,
                    keys_bytes = excluded.keys_bytes, rows = excluded.rows,
                    verified_at = excluded.verified_at
                """,
                [
                    .text(header.id), .moment(header.madeAt), .text(header.name), .text(folder),
                    .integer(lengths.0), .integer(lengths.1), .integer(rows),
                    .moment(header.keysUntil), .moment(now),
                ]
            )
            try connection.execute("DELETE FROM store_mark")
            try trail.write(on: connection)
            return count
        }
    }

    private static func length(of path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private func report(
        _ header: BackupHeader,
        _ filled: Filling.Filled,
        _ sealed: SealedValues.Findings,
        _ uncertain: Int,
        in database: any SQLDatabase
    ) async throws -> RestoreReport {
        let (referrals, states) = try await database.read { connection in
            let states = try connection.rows(
                "SELECT state, count(*) AS number FROM delivery GROUP BY state"
            ).map { (try $0.text("state"), Int(try $0.integer("number"))) }
            let referrals = try connection.rows("SELECT count(*) AS number FROM referral")
            return (
                Int(try referrals.first?.integer("number") ?? 0),
                Dictionary(uniqueKeysWithValues: states)
            )
        }
        return RestoreReport(
            id: header.id,
            name: header.name,
            madeAt: header.madeAt,
            program: header.program,
            tables: filled.ends.map {
                RestoreReport.Table(table: $0.table, rows: $0.rows, digest: $0.digest)
            },
            referrals: referrals,
            deliveries: states,
            madeUncertain: uncertain,
            keysMissing: filled.keysMissing,
            opened: sealed.opened,
            unreadable: sealed.unreadable
        )
    }
}

extension StoreTable {
    /// Whether the schema has the table yet.
    fileprivate func isThere(on connection: any SQLConnection) throws -> Bool {
        switch connection.dialect {
        case .sqlite:
            try !connection.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = '\(name)'"
            ).isEmpty
        case .postgres:
            try connection.rows("SELECT to_regclass('\(name)') IS NOT NULL AS found")
                .first?.integer("found") == 1
        }
    }
}
