import Crypto
package import Database
import Foundation

extension DataKeys {
    /// What is wrapped under which key.
    package static func uses(on connection: any SQLConnection) throws -> [KeyUse] {
        try connection.rows(
            """
            SELECT key_encryption_key, CAST(sum(children) AS BIGINT) AS children,
                CAST(sum(secrets) AS BIGINT) AS secrets FROM (
                SELECT key_encryption_key, count(*) AS children, 0 AS secrets FROM child_key
                WHERE wrapped <> $1 GROUP BY key_encryption_key
                UNION ALL
                SELECT key_encryption_key, 0, count(*) FROM store_secret GROUP BY key_encryption_key
            ) AS wrapped GROUP BY key_encryption_key ORDER BY key_encryption_key
            """,
            [.blob(gone)]
        ).map { row in
            KeyUse(
                key: try row.text("key_encryption_key"),
                children: Int(try row.integer("children")),
                secrets: Int(try row.integer("secrets"))
            )
        }
    }

    /// Wraps children's keys under another key-encryption key, in the order of their identifiers.
    ///
    /// Only the wrapping changes: the children's keys, and all that they sealed, stay as they are. One
    /// that does not open stays too, and holds up no other.
    package func rewrap(
        upTo limit: Int,
        after last: String?,
        under id: String,
        on connection: any SQLConnection
    ) throws -> Rewrapping {
        let under = try keyEncryptionKey(id)
        let rows = try connection.rows(
            """
            SELECT \(Self.columns) FROM child_key WHERE id > $1 AND key_encryption_key <> $2
            AND wrapped <> $4
            ORDER BY id LIMIT $3 \(connection.dialect.forChange)
            """,
            [.text(last ?? ""), .text(id), .integer(limit), .blob(Self.gone)]
        )
        var done = Rewrapping(last: try rows.last?.text("key_id"))
        let changes = try rows.compactMap { try rewrapped($0, under: under) }
        done.rewrapped = changes.count
        done.unopened = rows.count - changes.count
        try connection.execute(forEach: changes) { given in
            """
            UPDATE child_key SET key_encryption_key = \(given[2]), wrapped = \(given[3])
            \(given.from) WHERE id = \(given[1])
            """
        }
        return done
    }

    /// Wraps the secrets of the store under another key-encryption key; there are few.
    package func rewrapSecrets(
        under id: String,
        on connection: any SQLConnection
    ) throws -> Rewrapping {
        let under = try keyEncryptionKey(id)
        let rows = try connection.rows(
            """
            SELECT name, key_encryption_key, wrapped FROM store_secret WHERE key_encryption_key <> $1
            ORDER BY name \(connection.dialect.forChange)
            """,
            [.text(id)]
        )
        var done = Rewrapping()
        for row in rows {
            let (name, from) = (try row.text("name"), try row.text("key_encryption_key"))
            let wrapped = try rewrapped(try row.blob("wrapped"), from: from, under: under) { key in
                Self.context(ofSecret: name, under: key)
            }
            guard let wrapped else {
                done.unopened += 1
                continue
            }
            done.rewrapped += try connection.execute(
                "UPDATE store_secret SET key_encryption_key = $2, wrapped = $3 WHERE name = $1",
                [.text(name), .text(id), .blob(wrapped)]
            )
        }
        return done
    }

    /// The values of the row with its key under another; nil when it does not open.
    private func rewrapped(
        _ row: SQLRow,
        under key: KeyEncryptionKey
    ) throws -> [SQLValue]? {
        let (id, subject) = (try row.text("key_id"), try row.text("key_subject"))
        let old = try row.text("key_under")
        let wrapped = try rewrapped(try row.blob("key_wrapped"), from: old, under: key) { key in
            Self.context(ofKey: id, subject: subject, under: key)
        }
        return wrapped.map { [.text(id), .text(key.id), .blob($0)] }
    }

    private func rewrapped(
        _ wrapped: Data,
        from old: String,
        under key: KeyEncryptionKey,
        context: (_ key: String) -> String
    ) throws -> Data? {
        guard
            let old = held.key(old),
            let secret = SealedBytes.open(wrapped, under: old.key, bound: context(old.id))
        else { return nil }
        return try SealedBytes.seal(secret, under: key.key, bound: context(key.id))
    }
}
