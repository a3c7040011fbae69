package import Foundation

import Database
import Vault

extension OutboxStore {
    /// Keeps a worker alive, with its duties and what is new to be said of them.
    ///
    /// Returns the tenures that it still has; every other is lost, whoever has it now. Throws when this
    /// process lacks the key that the store is bound to: it could do nothing with its duties.
    package func renew(
        _ worker: WorkerLine,
        notes: [String: String?],
        at now: Date
    ) async throws -> Set<Tenure> {
        // A file that cannot be used just now changes nothing: the keys are held already.
        try? keys.reread()
        return try await database.write { connection in
            try keys.holdBinding(on: connection)
            try connection.execute(
                """
                INSERT INTO worker (id, host, version, since, ends_at, keys)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at, keys = excluded.keys
                """,
                [
                    .text(worker.id), .text(worker.host), .text(worker.version),
                    .moment(worker.since), .moment(worker.endsAt),
                    .text(keys.ring.ids.joined(separator: " ")),
                ]
            )
            for (duty, note) in notes {
                try connection.execute(
                    "UPDATE duty SET note = $3 WHERE name = $1 AND holder = $2",
                    [.text(duty), .text(worker.id), .text(orNull: note)]
                )
            }
            let held = try connection.rows(
                """
                UPDATE duty SET ends_at = $3 WHERE holder = $1 AND ends_at > $2
                RETURNING name, term
                """,
                [.text(worker.id), .moment(now), .moment(worker.endsAt)]
            )
            return Set(
                try held.map {
                    Tenure(
                        duty: try $0.text("name"),
                        worker: worker.id,
                        term: try $0.integer("term")
                    )
                }
            )
        }
    }

    /// Takes up a duty that nobody holds; nil when somebody does.
    package func take(
        _ duty: String,
        by worker: WorkerLine,
        at now: Date
    ) async throws -> Tenure? {
        try await database.write { connection in
            try connection.rows(
                """
                INSERT INTO duty (name, holder, term, ends_at) VALUES ($1, $2, 1, $4)
                ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, term = duty.term + 1, ends_at = excluded.ends_at
                WHERE duty.ends_at <= $3
                RETURNING term
                """,
                [.text(duty), .text(worker.id), .moment(now), .moment(worker.endsAt)]
            ).first.map { Tenure(duty: duty, worker: worker.id, term: try $0.integer("term")) }
        }
    }

    /// Gives duties up, so that others need not wait until they end.
    package func resign(_ tenures: some Sequence<Tenure> & Sendable, at now: Date) async throws {
        guard tenures.contains(where: { _ in true }) else { return }
        try await database.write { connection in
            for tenure in tenures {
                try connection.execute(
                    """
                    UPDATE duty SET ends_at = $4
                    WHERE name = $1 AND holder = $2 AND term = $3
                    """,
                    [
                        .text(tenure.duty), .text(tenure.worker), .integer(tenure.term),
                        .moment(now),
                    ]
                )
            }
        }
    }

    /// Takes a worker off the list.
    package func leave(_ worker: String) async throws {
        try await database.write { connection in
            _ = try connection.execute("DELETE FROM worker WHERE id = $1", [.text(worker)])
        }
    }

    /// All duties that were ever taken up.
    package func duties() async throws -> [DutyLine] {
        try await database.read { connection in
            try connection.rows("SELECT name, holder, ends_at, note FROM duty ORDER BY name").map {
                DutyLine(
                    duty: try $0.text("name"),
                    worker: try $0.text("holder"),
                    endsAt: try $0.moment("ends_at"),
                    note: try $0.optionalText("note")
                )
            }
        }
    }

    /// The processes that are alive, the oldest first.
    package func workers(at now: Date) async throws -> [WorkerLine] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, host, version, since, ends_at FROM worker WHERE ends_at > $1
                ORDER BY since, id
                """,
                [.moment(now)]
            ).map {
                WorkerLine(
                    id: try $0.text("id"),
                    host: try $0.text("host"),
                    version: try $0.text("version"),
                    since: try $0.moment("since"),
                    endsAt: try $0.moment("ends_at")
                )
            }
        }
    }

    /// Which of these partners have something due.
    package func due(among partners: [String], at now: Date) async throws -> [String] {
        guard !partners.isEmpty else { return [] }
        let list = SQLValues(partners.map { [.text($0)] })
        let place = list.arguments.count + 1
        return try await database.read { connection in
            try connection.rows(
                """
                SELECT column1 AS partner FROM (VALUES \(list.list)) AS asked
                WHERE EXISTS (
                    SELECT 1 FROM delivery WHERE partner = column1 AND urgency IN (0, 1, 2)
                    AND state IN ('queued', 'uncertain') AND due_at <= $\(place))
                """,
                list.arguments + [.moment(now)]
            ).map { try $0.text("partner") }
        }
    }
}
