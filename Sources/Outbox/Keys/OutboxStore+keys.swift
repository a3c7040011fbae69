package import Foundation
package import Vault

import Audit
import Database

extension OutboxStore {
    /// What the store says of its keys, at one moment.
    package struct KeyState: Sendable, Equatable {
        /// The key that new keys are wrapped under.
        package let bound: String?
        package let uses: [KeyUse]
        /// The keys of each process that is alive, by its host.
        package let workers: [WorkerKeys]
    }

    /// Which keys a process has.
    package struct WorkerKeys: Sendable, Equatable {
        package let host: String
        package let keys: [String]
    }

    /// The keys of the file as they are now, the newest first.
    package func fileKeys() async throws -> [String] {
        try keys.reread(bound: try await database.read { try DataKeys.boundID(on: $0) })
        return keys.ring.ids
    }

    /// What is wrapped under which key, and who has it.
    package func keyState(at now: Date) async throws -> KeyState {
        try await database.read { connection in
            KeyState(
                bound: try DataKeys.boundID(on: connection),
                uses: try DataKeys.uses(on: connection),
                workers: try Self.workerKeys(at: now, on: connection)
            )
        }
    }

    /// Binds the store to a key of the file, unless a process that is alive lacks it.
    ///
    /// Returns the hosts of those that do. A process that begins at the same moment either is on the
    /// list already, or finds the store bound to a key that it lacks, and does not begin.
    package func bind(to key: String, at now: Date) async throws -> [String] {
        let keys = keys
        let lacking = try await audited(at: now) { connection, trail -> [String] in
            let bound = try DataKeys.boundID(
                on: connection,
                locked: connection.dialect.forUpdate
            )
            guard bound != key else { return [] }
            let lacking = try Self.workerKeys(at: now, on: connection)
                .filter { !$0.keys.contains(key) }.map(\.host)
            guard lacking.isEmpty else { return lacking }
            try keys.bind(to: key, on: connection)
            var entry = trail.entry(.administration, "key changed")
            entry.facts = ["key": key, "before": bound ?? ""]
            trail.add(entry)
            return []
        }
        if lacking.isEmpty { keys.note(bound: key) }
        return lacking
    }

    /// One step of a rotation, in one transaction.
    package func rewrap(
        upTo limit: Int,
        after last: String?,
        under key: String
    ) async throws -> Rewrapping {
        let keys = keys
        return try await database.write { connection in
            try keys.rewrap(upTo: limit, after: last, under: key, on: connection)
        }
    }

    /// The end of a rotation: the secrets of the store itself.
    package func rewrapSecrets(under key: String) async throws -> Rewrapping {
        let keys = keys
        return try await database.write { connection in
            try keys.rewrapSecrets(under: key, on: connection)
        }
    }

    private static func workerKeys(
        at now: Date,
        on connection: any SQLConnection
    ) throws -> [WorkerKeys] {
        try connection.rows(
            "SELECT host, keys FROM worker WHERE ends_at > $1 ORDER BY since, id",
            [.moment(now)]
        ).map { row in
            let keys = try row.optionalText("keys") ?? ""
            return WorkerKeys(
                host: try row.text("host"),
                keys: keys.split(separator: " ").map(String.init)
            )
        }
    }
}
