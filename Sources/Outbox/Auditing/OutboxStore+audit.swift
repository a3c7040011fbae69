package import Audit
import Database
package import Foundation
import Vault

extension OutboxStore {
    /// Who signs the log's checkpoints; the key is made on first use and lies in the store, wrapped.
    package func auditSigner(at now: Date) async throws -> NoteSigner {
        let keys = keys
        let secret = try await database.write { connection in
            try keys.secret(AuditProof.signingSecret, on: connection, at: now)
        }
        return try AuditProof.signer(secret)
    }

    /// Whether entries wait to be put into the tree.
    package func hasUnloggedEntries() async throws -> Bool {
        try await database.read { connection in
            let size = try AuditHead.read(on: connection)?.size ?? 0
            return try !connection.rows(
                """
                SELECT id FROM audit_entry WHERE position >= $1
                UNION ALL SELECT id FROM audit_entry WHERE position IS NULL LIMIT 1
                """,
                [.integer(size)]
            ).isEmpty
        }
    }

    /// Grows the tree over new entries; returns how many it took in.
    package func growAudit(upTo limit: Int, by signer: NoteSigner, at now: Date) async throws -> Int
    {
        try await database.write { connection in
            try AuditLog.grow(upTo: limit, signedBy: signer, at: now, on: connection)
        }
    }

    /// How far the tree has grown, with its newest checkpoint.
    package func auditHead() async throws -> AuditHead? {
        try await database.read { connection in try AuditHead.read(on: connection) }
    }

    /// How the log stands, without a look at all of it.
    package func auditState() async throws -> AuditState {
        try await database.read { connection in try AuditState.read(on: connection) }
    }

    /// Looks at the whole log, at everything that it speaks of, and at everything sealed.
    ///
    /// Work goes on meanwhile, so the time is asked for again and again.
    package func verifyAudit(
        witnessed: [String],
        signer: NoteSigner,
        at now: @escaping @Sendable () -> Date
    ) async throws -> AuditReport {
        var report = try await AuditProof(keys: keys).report(
            on: database,
            verifier: signer.verifier,
            witnessed: witnessed,
            at: now()
        )
        for damage in try await damagesOfState(at: now) { report.note(damage) }
        return report
    }

    /// Entries that a query wants, with why they were made as far as it can still be read.
    package func auditEntries(
        _ query: AuditQuery,
        about reference: String?
    ) async throws -> [(entry: LoggedEntry, reason: String?)] {
        try await database.read { connection in
            var query = query
            if let reference {
                query.children = try children(of: reference, on: connection)
            }
            return try AuditLog.entries(query, on: connection).map { entry in
                (entry, reason(of: entry, on: connection))
            }
        }
    }

    /// One entry with its proof; nil when there is none, or it is not in the tree yet.
    package func provenEntry(_ id: String, vkey: String) async throws -> ProvenEntry? {
        try await database.read { connection in
            guard let head = try AuditHead.read(on: connection),
                let entry = try AuditLog.entry(id, on: connection)
            else { return nil }
            return try AuditLog.prove(entry, under: head, vkey: vkey, on: connection)
        }
    }

    /// Everything that happened to one child's data, each with its proof under one checkpoint.
    package func provenEntries(
        about reference: String,
        vkey: String
    ) async throws -> [ProvenEntry] {
        try await database.read { connection in
            let children = try children(of: reference, on: connection)
            guard let head = try AuditHead.read(on: connection) else { return [] }
            return try AuditLog.entries(about: children, within: head.size, on: connection)
                .compactMap { try AuditLog.prove($0, under: head, vkey: vkey, on: connection) }
        }
    }

    /// The log as static files (C2SP tlog-tiles), a part at a time: its checkpoint, then its tiles and
    /// its entries.
    package func auditFiles(
        _ write: @Sendable (_ path: String, _ bytes: Data) throws -> Void
    ) async throws {
        guard let head = try await auditHead() else { return }
        try write("checkpoint", Data(head.note.utf8))
        for name in TileName.all(in: head.size) {
            let (tile, entries) = try await database.read { connection in
                (
                    try AuditLog.tile(name, on: connection),
                    name.level == 0 ? try AuditLog.bundle(name, on: connection) : nil
                )
            }
            try write(name.path, tile)
            if let entries { try write(name.entriesPath, entries) }
        }
    }

    /// The keys of the child whom a reference means.
    func children(of reference: String, on connection: any SQLConnection) throws -> [String] {
        let id = try referralID(meaning: reference, on: connection)
        let found = try connection.rows(
            "SELECT DISTINCT data_key FROM referral WHERE id = $1",
            [.text(id)]
        )
        guard !found.isEmpty else { throw OutboxError.unknownReferral(reference) }
        return try found.map { try $0.text("data_key") }
    }
}
